/* The whole way as officers walk it in a browser: from the quay to the printed form, each by whom the law asks for, and
 * the expert's decision on a hit. On every page: what axe finds, nothing asked of another host, no page wider than a
 * phone, in English and Swedish; and the way to a form by the keyboard alone.
 *
 * covers: UF-01 UF-04 UF-05 UF-07 UF-08 S-007 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axeFindings, openBrowser, overflow, startDemo } from './browser.mjs';

const PASSWORD = 'lampedusa-by-night';
const ZONE = 'P<SYRALHASSAN<<LAYLA<NOOR<<<<<<<<<<<<<<<<<<<\nN000000011SYR9004126F3104157<<<<<<<<<<<<<<00';
let demo;
let screening; // "/screenings/<id>", made by the first test and looked at by those after it

before(async () => {
  demo = await startDemo();
});
after(() => demo?.stop());

async function good(page, where) {
  assert.deepEqual(await axeFindings(page), [], where);
  assert.equal(await overflow(page), 0, `${where} is too wide`);
}

async function signIn(page, name, language = 'en') {
  await page.goto(`${demo.url}/sign-in?lang=${language}`);
  await page.fill('#f-name', name);
  await page.fill('#f-password', PASSWORD);
  await Promise.all([page.waitForNavigation(), page.click('main button[type=submit]')]);
}

/* Somebody else sits down at the desk. */
async function changeTo(page, name) {
  await Promise.all([page.waitForNavigation(), page.click('form[action="/sign-out"] button')]);
  await signIn(page, name);
}

async function press(page, selector) {
  await Promise.all([page.waitForNavigation(), page.click(selector)]);
}

/* Opens a step of the screening, fills it in and takes it. A value is a text, "yes" or "no" for a choice, or a list. */
async function take(page, action, fields, query = '') {
  await page.goto(`${demo.url}${screening}/${action}${query}`);
  await good(page, action);
  const form = page.locator(`form[action="${screening}/${action}"]`);
  assert.equal(await form.count(), 1, `${action} is not open: ${await page.textContent('main')}`);
  for (const [name, value] of Object.entries(fields)) {
    const choice = page.locator(`input[name="${name}"][type=radio], input[name="${name}"][type=checkbox]`);
    if (await choice.count())
      for (const one of [value].flat()) await page.check(`input[name="${name}"][value="${one}"]`);
    else if (await page.locator(`select[name="${name}"]`).count()) {
      await reveal(page, name);
      await page.selectOption(`select[name="${name}"]`, value);
    } else {
      await reveal(page, name);
      await page.fill(`[name="${name}"]`, value);
    }
  }
  await press(page, `form[action="${screening}/${action}"] > button[type=submit]`);
  assert.equal(new URL(page.url()).pathname, screening, `${action}: ${await page.textContent('main')}`);
  assert.match(await page.textContent('main'), /Recorded:/);
}

/* The spare rows of a list come one by one. */
async function reveal(page, name) {
  while (!(await page.isVisible(`[name="${name}"]`))) await page.click('.st-more');
}

test('from the quay to the printed form', async () => {
  const { page, strangers, complaints, close } = await openBrowser();
  await page.goto(demo.url);
  await good(page, 'sign-in');
  await signIn(page, 'elena');
  await good(page, 'my work');
  await page.click('nav a[href="/arrivals"]');
  await page.click('main a[href="/arrivals/new"]');
  await page.fill('#f-place', 'Lampedusa, Molo Favaloro');
  await page.check('input[name=event][value=sar_disembarkation]');
  await page.fill('#f-people', '1');
  await good(page, 'a new arrival');
  await press(page, 'main form[action="/arrivals/new"] button[type=submit]');
  await good(page, 'the arrival');
  await page.click('main a[href^="/persons/new"]');
  await page.fill('#f-mrz', ZONE);
  await press(page, 'button[value=read]');
  assert.equal(await page.inputValue('#f-family'), 'ALHASSAN');
  await page.fill('#f-born_in', 'Raqqa');
  await page.fill('#f-languages', 'ar en');
  await press(page, 'button[value=save]');
  assert.match(page.url(), /candidates/);
  await good(page, 'seen before?');
  await page.click('main a[href^="/screenings/new"]');
  await page.check('input[name=third_country_national][value=yes]');
  await page.check('input[name=entry_conditions_met][value=no]');
  await page.check('input[name=entry_basis][value=none]');
  await page.check('input[name=criminal_or_extradition][value=no]');
  await good(page, 'begin a screening');
  await press(page, 'form[action="/screenings/new"] > button[type=submit]');
  screening = new URL(page.url()).pathname;
  assert.match(screening, /^\/screenings\/[0-9a-f-]{36}$/, await page.textContent('main'));
  await good(page, 'the screening');
  assert.match(await page.textContent('.st-clock'), /left/);
  assert.match(await page.textContent('.st-next'), /Give information/); // one thing to do next

  await take(page, 'give_information', {
    items: ['screening', 'right_to_apply', 'applicant_duties', 'rights_and_duties', 'data_protection'],
    language: 'Arabic', channel: 'written_and_oral', acknowledged: 'understood',
  });
  assert.match(await page.textContent('main'), /Take back: Give information/);
  await take(page, 'take_biometrics', {}, '?read=yes');
  await take(page, 'check_identity', {
    means: ['statements', 'biometrics'], cir: 'no_hit', sis: 'no_hit', second_query: 'no_hit', portal_used: 'yes',
    done_at_border_check: 'no', name_certainty: 'declared', birth_date_certainty: 'declared',
    birth_place_certainty: 'declared', sex_certainty: 'confirmed', nationality_certainty: 'declared',
    residence_certainty: 'declared', languages_certainty: 'confirmed',
  });
  const systems = ['sis', 'ees', 'vis', 'etias', 'etias_watchlist', 'ecris_tcn', 'europol', 'interpol', 'national', 'belongings'];
  await take(page, 'check_security', {
    ...Object.fromEntries(systems.flatMap((name, i) => [[`queries.${i}.system`, name], [`queries.${i}.result`, 'no_hit']])),
    hit: 'no', threat: 'no',
  });
  await take(page, 'take_statement', {
    application_made: 'yes', family_in_union: 'no', cooperated: 'yes', residence_before: 'Libya',
  });
  assert.match(await page.textContent('.st-checklist'), /belongs to the role Medical staff/);

  await changeTo(page, 'amara');
  await page.goto(demo.url + screening);
  await good(page, 'the screening for medical staff');
  await take(page, 'check_health', { outcome: 'nothing_found', examined_by: 'Dr Amara Okafor' });
  await changeTo(page, 'lucia');
  await take(page, 'check_vulnerability', {
    found: 'no', reception_needs: 'no', procedural_needs: 'no', checked_by: 'Lucia Romano',
  });
  await changeTo(page, 'elena');
  await page.goto(demo.url + screening);
  assert.match(await page.textContent('.st-next'), /Offer the form/);
  await take(page, 'offer_form', { copy: 'paper', language: 'Arabic', chance_to_object: 'yes' });

  await changeTo(page, 'marco');
  await page.goto(`${demo.url}${screening}/refer`);
  assert.match(await page.textContent('.st-answer'), /registers applications for protection/);
  await page.click('summary:has-text("Step by step")');
  await page.click('summary:has-text("What would change it")');
  await good(page, 'the proposal with its reasons');
  await take(page, 'refer', { referral: 'asylum', referred_to: 'Questura di Agrigento' });
  assert.match(await page.textContent('main'), /Referred/);

  await page.click('main a[href$="/form"]');
  await good(page, 'the form');
  await page.click('main a[href$="/print?copy=person"]');
  await good(page, 'the copy on paper');
  const paper = await page.textContent('main');
  assert.match(paper, /ALHASSAN/);
  assert.match(paper, /Copy for the person/);
  assert.match(paper, /Screeningformulär|Kopia till personen/); // both languages
  assert.doesNotMatch(paper, /A consultation gave a hit/); // Article 17(3)
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.isVisible('.st-qr'), true);
  assert.equal(await page.isVisible('footer'), false);
  const sheet = await page.pdf({ format: 'A4' });
  assert.ok(sheet.length > 10000);
  assert.deepEqual(strangers, []);
  assert.deepEqual(complaints, []);
  await close();
});

test('an expert sees both prints and decides with a reason', async () => {
  const { page, strangers, complaints, close } = await openBrowser();
  await signIn(page, 'pietro');
  await page.click('nav a[href="/hits"]');
  await good(page, 'hits');
  await page.click('main th a');
  await good(page, 'both sides of a hit');
  assert.ok((await page.locator('.st-prints svg text').count()) > 20, 'paired minutiae carry numbers');
  const here = page.url();
  await press(page, 'button[value=confirmed]');
  assert.match(await page.textContent('#faults'), /Reason/i); // none was given
  await good(page, 'a decision without a reason');
  await page.fill('#f-reason', 'Core, delta and more than thirty points agree.');
  await press(page, 'button[value=confirmed]');
  assert.equal(page.url(), here);
  assert.match(await page.textContent('main'), /Confirmed/);
  assert.deepEqual(strangers, []);
  assert.equal(complaints.length, 1); // the 422 of the first try
  await close();
});

/* Every page of these officers, in a language and a width. */
const pages = {
  elena: () => ['/', '/?of=all', '/queue', '/screenings', '/screenings?of=all', screening, `${screening}/why/screening_limit`,
    `${screening}/actions/1`, `${screening}/refer`, `${screening}/form`, `${screening}/print`, '/board', '/purpose',
    '/?contrast=more', screening, `${screening}/note`, '/?contrast=normal'],
  dpo: () => ['/', '/journal', '/journal?kind=read', '/retention'],
  monitor: () => ['/', '/monitoring', '/monitoring?sample=20', '/screenings', screening, '/journal', '/allegations'],
  admin: () => ['/', '/status', '/settings', '/settings/etias_start', '/settings/portal_outage'],
};
for (const { language, width } of [{ language: 'en', width: 1100 }, { language: 'sv', width: 320 }])
  test(`every page, ${language}, ${width} wide`, async () => {
    for (const [name, paths] of Object.entries(pages)) {
      const { page, strangers, complaints, close } = await openBrowser({ language, width });
      await signIn(page, name, language);
      for (const path of paths()) {
        const answer = await page.goto(demo.url + path);
        assert.equal(answer.status(), 200, `${name} ${path}`);
        assert.equal(await page.getAttribute('html', 'lang'), language);
        await good(page, `${name} ${path} ${language} ${width}`);
      }
      assert.deepEqual(strangers, []);
      assert.deepEqual(complaints, []);
      await close();
    }
  });

test('by the keyboard alone: past the navigation, to a step and its faults', async () => {
  const { page, close } = await openBrowser();
  await page.goto(`${demo.url}/sign-in`);
  await page.focus('#f-name');
  await page.keyboard.insertText('elena');
  await page.keyboard.press('Tab');
  await page.keyboard.insertText(PASSWORD);
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('href')), '#main');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'main');
  await page.goto(`${demo.url}/?of=all`);
  await page.focus('main .st-clock a');
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  await page.goto(`${page.url()}/note`);
  await page.focus('main form > button[type=submit]');
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'faults'); // the summary has the focus
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'f-note'); // and leads to the field
  await close();
});

test('an open screen learns what others do', async () => {
  const watcher = await openBrowser();
  await signIn(watcher.page, 'marco');
  await watcher.page.goto(`${demo.url}/queue`);
  const board = await openBrowser();
  await signIn(board.page, 'elena');
  await board.page.goto(`${demo.url}/board`);
  await press(board.page, 'form[action="/board/line"] button');
  await watcher.page.waitForSelector('main .ds-alert:has-text("Cut since")', { timeout: 10000 });
  await press(board.page, 'form[action="/board/line"] button');
  await watcher.close();
  await board.close();
});

test('without script the same way is open', async () => {
  const { page, close } = await openBrowser({ script: false });
  await signIn(page, 'elena');
  await page.goto(`${demo.url}/?of=all`);
  await page.click('main .st-clock a');
  await page.click('main a[href$="/note"]');
  await page.fill('#f-note', 'Asked for the interpreter at seven.');
  await press(page, 'main form > button[type=submit]');
  assert.match(await page.textContent('main'), /Recorded:/);
  await close();
});
