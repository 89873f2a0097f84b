/* The officer's desk with script: a list that refreshes itself and keeps its names and its focus, drafts by keyboard,
 * several languages in one field, fingers at a glance, and the form as a printer gets it.
 *
 * covers: UF-01 UF-02 UF-04 UF-06 UF-27 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axeFindings, openBrowser, overflow, startDemo } from './browser.mjs';

const PASSWORD = 'lampedusa-by-night';
let demo;

before(async () => {
  demo = await startDemo();
});
after(() => demo?.stop());

async function signedIn(name, options) {
  const window = await openBrowser(options);
  await window.page.goto(`${demo.url}/sign-in?lang=${options?.language ?? 'en'}`);
  await window.page.fill('#f-name', name);
  await window.page.fill('#f-password', PASSWORD);
  await Promise.all([window.page.waitForNavigation(), window.page.click('main button[type=submit]')]);
  return window;
}

async function good(page, where) {
  assert.deepEqual(await axeFindings(page), [], where);
  assert.equal(await overflow(page), 0, `${where} is too wide`);
}

const names = (page) => page.$$eval('.st-work h2', (all) => all.map((one) => one.textContent));

test('a list that refreshes itself keeps what it shows', async () => {
  const { page, complaints, close } = await signedIn('elena');
  const before = await names(page);
  assert.ok(before.length > 3 && before.every((name) => name.length > 3), before.join());
  const second = page.locator('.st-work h2 a').nth(1);
  await second.focus();
  const href = await second.getAttribute('href');
  const answered = page.waitForResponse((answer) => answer.request().headers()['x-live'] !== undefined);
  const other = await signedIn('marco');
  await other.page.goto(`${demo.url}${href}/note`);
  await other.page.fill('#f-note', 'The interpreter comes at seven.');
  await Promise.all([other.page.waitForNavigation(), other.page.click('main form > button[type=submit]')]);
  const fresh = await (await answered).text();
  assert.ok(fresh.includes('id="work"') && !fresh.includes(before[0].split(',')[0]), 'a refresh brought a name again');
  await page.waitForTimeout(300);
  assert.deepEqual((await names(page)).sort(), before.sort());
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('href')), href);
  assert.deepEqual(complaints, []);
  await other.close();
  await close();
});

test('a draft by the keyboard, in both languages and on a phone', async () => {
  for (const options of [{ language: 'en', width: 1280 }, { language: 'sv', width: 390 }]) {
    const { page, complaints, close } = await signedIn('elena', options);
    const path = await page.getAttribute('.st-work h2 a', 'href');
    await page.goto(`${demo.url}${path}/take_statement`);
    await page.fill('#f-residence_before', 'Libya');
    await page.focus('button[value=keep]');
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
    assert.equal(new URL(page.url()).pathname, path);
    await good(page, `a case with a draft ${options.language}`);
    await page.click('main .st-checklist a[href*="draft="]');
    assert.equal(await page.inputValue('#f-residence_before'), 'Libya');
    await good(page, `a step with a draft ${options.language}`);
    await page.goto(demo.url);
    await good(page, `my work with a draft ${options.language}`);
    await page.click('main a[href*="draft="]');
    await Promise.all([page.waitForNavigation(), page.click('form[action$="/discard"] button')]);
    assert.equal(await page.locator('a[href*="draft="]').count(), 0);
    assert.deepEqual(complaints, []);
    await close();
  }
});

test('several languages are chosen in one field', async () => {
  const { page, close } = await signedIn('elena');
  await page.goto(`${demo.url}/persons/new`);
  await page.fill('#f-languages', 'Dari, ');
  const offered = await page.$$eval('#languages option', (all) => all.map((one) => one.value));
  assert.ok(offered.includes('Dari, Pashto'), offered.slice(0, 5).join());
  await page.fill('#f-languages', '');
  assert.ok((await page.$$eval('#languages option', (all) => all.map((one) => one.value))).includes('Pashto'));
  await close();
});

test('fingers of both sides stand in one table', async () => {
  const { page, close } = await signedIn('pietro');
  await page.goto(`${demo.url}/hits`);
  await page.click('main th a');
  const rows = await page.locator('.st-fingers tbody tr').count();
  assert.ok(rows >= 2, `${rows} fingers`);
  for (const row of await page.locator('.st-fingers tbody tr').allTextContents()) assert.match(row, /\S/);
  await good(page, 'the table of fingers');
  await close();
});

test('the form as a printer gets it', async () => {
  for (const language of ['en', 'sv']) {
    const { page, strangers, close } = await signedIn('elena', { language });
    await page.goto(`${demo.url}/screenings?of=all`);
    const path = await page.getAttribute('main th a', 'href');
    await page.goto(`${demo.url}${path}/print`);
    await good(page, `the form on screen, ${language}`);
    assert.equal(await page.isVisible('.st-sheets thead'), false);
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector('.st-sheets thead')).display), 'table-header-group');
    assert.match(await page.textContent('.st-sheets thead'), /IT\d\d-\w{4}-\w{5}/);
    assert.match(await page.textContent('main'), language === 'en' ? /Languages\s*Språk/ : /Språk\s*Languages/);
    assert.doesNotMatch(await page.textContent('main'), /\bprs\b|\bti\b/); // names, no codes
    assert.ok((await page.pdf({ format: 'A4' })).length > 10000);
    assert.deepEqual(strangers, []);
    await close();
  }
});

test("the monitor's list and a case without the mask", async () => {
  for (const options of [{ language: 'en', width: 1280 }, { language: 'sv', width: 390 }]) {
    const { page, complaints, close } = await signedIn('monitor', options);
    await page.goto(`${demo.url}/monitoring`);
    await good(page, `monitoring ${options.language}`);
    await page.check('input[name=age][value=minor]');
    await Promise.all([page.waitForNavigation(), page.click('main form button:not([name])')]);
    assert.ok((await page.locator('.st-watch tbody tr').count()) > 0);
    await page.click('.st-watch th a');
    await page.click('details:has(form[action$="/unmask"]) summary');
    await page.fill('form[action$="/unmask"] input[name=reason]', 'Complaint 12');
    await Promise.all([page.waitForNavigation(), page.click('form[action$="/unmask"] button')]);
    assert.match(await page.textContent('main'), /Complaint 12/);
    await good(page, `a case without the mask ${options.language}`);
    assert.deepEqual(complaints, []);
    await close();
  }
});
