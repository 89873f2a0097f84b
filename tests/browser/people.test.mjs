/* The pages about arrivals, persons, candidates, search and accounts in a real browser: the way of a capture with its
 * key presses counted, what axe finds, no page wider than a phone, nothing asked of another host.
 *
 * covers: UF-02 UF-03 UF-12 UF-22 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axeFindings, openBrowser, overflow, startDemo } from './browser.mjs';

const PASSWORD = 'lampedusa-by-night';
const ZONE = 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10';
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
  await window.page.click('main button[type=submit]');
  return window;
}

async function good(page, where) {
  assert.deepEqual(await axeFindings(page), [], where);
  assert.equal(await overflow(page), 0, `${where} is too wide`);
}

/* Every page of these subjects on real data, in a language and a width. */
async function looked(name, paths, options) {
  const { page, strangers, complaints, close } = await signedIn(name, options);
  for (const path of paths) {
    await page.goto(demo.url + (typeof path === 'function' ? await path(page) : path));
    await good(page, `${page.url()} ${options.language} ${options.width}`);
  }
  assert.deepEqual(strangers, []);
  assert.deepEqual(complaints, []);
  await close();
}

const first = (list, within = 'main th a') => async (page) => {
  await page.goto(demo.url + list);
  return page.getAttribute(within, 'href');
};
const person = async (page) => first(await first('/arrivals')(page))(page);

for (const options of [{ language: 'en', width: 1100 }, { language: 'sv', width: 320 }]) {
  test(`pages of officers, ${options.language}, ${options.width} wide`, () =>
    looked(
      'elena',
      [
        '/arrivals', '/arrivals/new', first('/arrivals'), '/persons/new', person,
        async (page) => `${await person(page)}/candidates`, async (page) => `${await person(page)}/edit`,
        async (page) => `${await person(page)}/log`, '/search', '/account',
      ],
      options,
    ));
  test(`pages of administrators, ${options.language}, ${options.width} wide`, () =>
    looked('admin', ['/staff', '/staff/new', first('/staff')], options));
}

test('an adult with a document is captured with few keys', async () => {
  const { page, strangers, complaints, close } = await signedIn('elena', {});
  await page.goto(demo.url + (await first('/arrivals')(page)));
  await page.click('main a[href^="/persons/new"]');
  await page.waitForSelector('#f-band:focus');
  let keys = 0;
  const press = async (key) => {
    keys++;
    await page.keyboard.press(key);
  };
  // The band has been scanned into the field that has the focus, then the document into the next.
  await press('Tab');
  await page.keyboard.insertText(ZONE);
  await press('Tab');
  await Promise.all([page.waitForNavigation(), press('Enter')]);
  assert.equal(await page.inputValue('#f-family'), 'ERIKSSON');
  await good(page, 'a document read');
  // Names in own script follow at once; the rest is there already.
  await page.waitForSelector('#f-native_family:focus');
  await page.keyboard.insertText('Эрикссон');
  await press('Tab');
  await page.keyboard.insertText('Анна Мария');
  while ((await page.evaluate(() => document.activeElement.value)) !== 'save') await press('Tab');
  await Promise.all([page.waitForNavigation(), press('Enter')]);
  assert.match(page.url(), /\/candidates\?new=1$/);
  assert.ok(keys <= 25, `${keys} keys beside text`);
  await good(page, 'seen before?');
  assert.deepEqual(strangers, []);
  assert.deepEqual(complaints, []);
  await close();
});

test('the same person once more is proposed, compared and decided; the decision can be taken again', async () => {
  const { page, close } = await signedIn('elena', {});
  await page.goto(`${demo.url}/persons/new`);
  await page.fill('#f-family', 'Ericsson');
  await page.fill('#f-given', 'Anna-Maria');
  await page.fill('#f-born_on', '12 August 1974');
  await page.click('button[value=save]');
  await page.click('.st-card a.ds-button');
  await good(page, 'side by side');
  await page.check('input[name=verdict][value=same]');
  await page.fill('#f-reason', 'The same scar on the left hand.');
  await page.click('main form button[type=submit]');
  assert.match(await page.textContent('.st-card'), /The same person/);
  await page.click('.st-card a.ds-button');
  await page.check('input[name=verdict][value=different]');
  await page.fill('#f-reason', 'Twin sisters; both stand before me.');
  await page.click('main form button[type=submit]');
  assert.match(await page.textContent('.st-card'), /Not the same person/);
  await close();
});

test('the search takes a name in another script and says why', async () => {
  const { page, close } = await signedIn('elena', {});
  await page.goto(`${demo.url}/search`);
  await page.click('main summary');
  await page.fill('#f-name', 'Анна Мария Эрикссон');
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  assert.match(await page.textContent('.st-card'), /ERIKSSON|Эрикссон/i);
  assert.ok((await page.locator('.st-why li').count()) > 0);
  await good(page, 'hits of a search');
  await close();
});
