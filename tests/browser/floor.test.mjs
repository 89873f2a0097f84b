/* What every page stands on: the way by keyboard, errors that are led to, pages without script, night, large letters,
 * forced colours, refusals that say what to do.
 *
 * covers: UF-22 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axeFindings, openBrowser, overflow, startDemo } from './browser.mjs';

let demo, chromium;

before(async () => {
  demo = await startDemo();
  chromium = await openBrowser();
});
after(async () => {
  await chromium?.close();
  await demo?.stop();
});

async function signedIn(name, options = {}) {
  const window = await openBrowser({ ...options, within: chromium });
  await window.page.goto(`${demo.url}/sign-in?lang=${options.language ?? 'en'}`);
  await window.page.fill('#f-name', name);
  await window.page.fill('#f-password', 'lampedusa-by-night');
  await Promise.all([window.page.waitForNavigation(), window.page.click('main button[type=submit]')]);
  return window;
}

test('the first key leads past the navigation, and what has the focus is seen', async () => {
  const { page, close } = await signedIn('elena');
  await page.goto(`${demo.url}/arrivals/new`);
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('href')), '#main');
  assert.ok(await page.locator('.ds-skip-link').isVisible());
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'main');
  for (let i = 0; i < 30; i++) {
    await page.keyboard.press('Tab');
    const seen = await page.evaluate(() => {
      const e = document.activeElement;
      const style = getComputedStyle(e);
      const box = e.getBoundingClientRect();
      return e === document.body || ((style.outlineStyle !== 'none' || style.boxShadow !== 'none') && box.width > 0 && box.height > 0);
    });
    assert.ok(seen, await page.evaluate(() => document.activeElement.outerHTML.slice(0, 200)));
  }
  await close();
});

for (const script of [true, false])
  test(`faults are summed up, and each leads to its field, ${script ? 'with' : 'without'} script`, async () => {
    const { page, close } = await signedIn('elena', { script });
    await page.goto(`${demo.url}/arrivals/new`);
    await page.locator('form[action="/arrivals/new"]').first().waitFor();
    await Promise.all([page.waitForNavigation(), page.click('form[action="/arrivals/new"] button[type=submit]')]);
    if (script) assert.equal(await page.evaluate(() => document.activeElement.id), 'faults');
    const summary = page.locator('#faults');
    assert.equal(await summary.getAttribute('role'), 'alert');
    const links = await summary.locator('a').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
    assert.ok(links.length >= 2, String(links));
    for (const link of links) assert.equal(await page.locator(`[id="${link.slice(1)}"]`).count(), 1, link);
    await summary.locator('a').first().click();
    const field = page.locator(`[id="${links[0].slice(1)}"]`);
    assert.ok(await field.evaluate((e) => e === document.activeElement || e.contains(document.activeElement)), links[0]);
    if (script) assert.deepEqual(await axeFindings(page), []);
    await close();
  });

test('a refusal says what to do, in the language of the reader', async () => {
  const { page, close } = await signedIn('elena', { language: 'sv', width: 320 });
  const nowhere = await page.goto(`${demo.url}/nowhere`);
  const forbidden = await page.goto(`${demo.url}/staff`);
  assert.deepEqual([nowhere.status(), forbidden.status()], [404, 403]);
  assert.match(await page.textContent('main'), /Administratör/);
  assert.deepEqual(await axeFindings(page), []);
  assert.equal(await page.locator('main a[href="/"]').count(), 1);
  const sent = (path, options) => page.request.fetch(demo.url + path, { headers: { accept: 'text/html' }, ...options });
  for (const [status, path, options] of [
    [405, '/arrivals', { method: 'DELETE' }],
    [413, '/arrivals/new', { method: 'POST', data: 'x'.repeat(2 << 20) }],
    [415, '/arrivals/new', { method: 'POST', headers: { accept: 'text/html', 'content-type': 'text/plain' }, data: 'x' }],
    [403, '/arrivals/new', { method: 'POST', form: { place: 'x' } }],
    [400, '/search?name=%ff', {}],
  ]) {
    const answer = await sent(path, options);
    const text = await answer.text();
    assert.equal(answer.status(), status, path);
    assert.match(answer.headers()['content-type'], /^text\/html/, `${status}`);
    assert.match(text, /<html lang="sv"/, `${status}`);
    assert.match(text, /<h1[^>]*>[^<]+<\/h1><p>[^<]+/, `${status}: ${text.slice(-600)}`);
  }
  await close();
});

test('too many wrong passwords: how long to wait, and the form is still there', async () => {
  const { page, close } = await openBrowser({ within: chromium });
  let answer;
  for (let i = 0; i < 6; i++) {
    await page.goto(`${demo.url}/sign-in`);
    await page.fill('#f-name', 'nobody.here');
    await page.fill('#f-password', 'wrong');
    [answer] = await Promise.all([page.waitForNavigation(), page.click('main button[type=submit]')]);
  }
  assert.equal(answer.status(), 429);
  assert.ok(Number(answer.headers()['retry-after']) > 0);
  assert.match(await page.textContent('#faults'), /Wait \d+ seconds/);
  assert.equal(await page.inputValue('#f-name'), 'nobody.here');
  await close();
});

test('a page that changes by itself says so, and takes neither the focus nor what was opened', async () => {
  const { page, close } = await signedIn('elena');
  await page.waitForFunction(() => document.querySelector('[data-live] a'));
  const before = await page.evaluate(() => {
    const part = document.querySelector('[data-live]');
    part.insertAdjacentHTML('beforeend', '<p id="stale">stale</p>'); // so that what the server gives differs
    part.querySelector('a').focus();
    return document.activeElement.getAttribute('href');
  });
  const other = await signedIn('marco'); // a sign-in is a change that screens are told of
  await page.waitForFunction(() => !document.getElementById('stale'), null, { timeout: 20000 });
  await page.waitForFunction(() => document.getElementById('live').textContent.length > 10);
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('href')), before);
  await other.close();
  await close();
});

test('at night, with large letters, with forced colours, without motion', async () => {
  const { page, close } = await signedIn('elena', { width: 640 });
  for (const path of ['/?contrast=more', '/arrivals', '/search', '/arrivals/new']) {
    await page.goto(demo.url + path);
    assert.deepEqual(await axeFindings(page), [], `${path} at night`);
  }
  const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  assert.equal(ground, 'rgb(0, 0, 0)');
  await page.goto(`${demo.url}/?contrast=normal`);
  for (const path of ['/', '/arrivals', '/search', '/arrivals/new']) {
    await page.goto(demo.url + path);
    await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
    assert.equal(await overflow(page), 0, `${path} with letters twice as large`);
  }
  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
  await page.goto(demo.url);
  assert.deepEqual(await axeFindings(page), []);
  const card = await page.evaluate(() => getComputedStyle(document.querySelector('.st-clock')).borderInlineStartStyle);
  assert.equal(card, 'solid');
  await close();
});

/* 400 kbit/s and 400 ms there and back, as on a quay with one mast. What is counted is what decides there: bytes and ways
 * to and fro; the seconds are printed. */
test('over a poor line the first page is small, and the next ones fetch nothing but themselves', async (t) => {
  const { context, page, close } = await openBrowser({ within: chromium, width: 390 });
  const line = await context.newCDPSession(page);
  await line.send('Network.enable');
  await line.send('Network.emulateNetworkConditions', {
    offline: false, latency: 400, downloadThroughput: 400000 / 8, uploadThroughput: 400000 / 8,
  });
  let fetched = [];
  let bytes = 0;
  page.on('request', (request) => fetched.push(new URL(request.url()).pathname));
  line.on('Network.loadingFinished', (event) => (bytes += event.encodedDataLength));
  const load = async (what) => {
    fetched = [];
    bytes = 0;
    const begun = Date.now();
    await what();
    await page.waitForLoadState('load');
    t.diagnostic(`${new URL(page.url()).pathname}: ${Date.now() - begun} ms, ${bytes} bytes, ${fetched.length} requests`);
  };
  await load(() => page.goto(`${demo.url}/sign-in`));
  assert.ok(bytes < 40000, `${bytes} bytes`);
  assert.deepEqual(fetched.map((path) => path.split('/').pop()).sort(), ['app.css', 'app.js', 'sign-in']);
  await page.fill('#f-name', 'elena');
  await page.fill('#f-password', 'lampedusa-by-night');
  await load(() => Promise.all([page.waitForNavigation(), page.click('main button[type=submit]')]));
  await load(() => page.goto(`${demo.url}/arrivals`));
  const served = fetched.filter((path) => path.startsWith('/static/'));
  const kept = await page.evaluate(() =>
    performance.getEntriesByType('resource').filter((one) => one.name.includes('/static/')).every((one) => one.transferSize === 0),
  );
  assert.ok(kept, served.join(' '));
  assert.ok(bytes < 40000, `${bytes} bytes`);
  await close();
});
