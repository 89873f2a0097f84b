/* Every page that an account of the demo can reach by links, each kind of page once for each account in Swedish on a
 * phone of 320 pixels, and each kind once in English in a wide window: it answers, axe finds nothing (once for each
 * kind), it is not wider than its window, asks nothing of another host, and in Swedish it holds no English.
 *
 * covers: UF-22 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { axeFindings, openBrowser, overflow, startDemo } from './browser.mjs';

const PASSWORD = 'lampedusa-by-night';
const ENGLISH = /\b(the|and|of|is|are|was|were|not|has|have|with|this|that|which|there|been|from|what|who|when|where|your|you)\b/gi;
let demo, accounts, english, chromium;

before(async () => {
  demo = await startDemo();
  accounts = [...demo.said.matchAll(/^ {2}(\w+) +\S.*$/gm)].map((row) => row[1]);
  chromium = await openBrowser();
  english = untranslated(readFileSync(new URL('../../data/messages/sv.po', import.meta.url), 'utf8'));
});
after(async () => {
  await chromium?.close();
  await demo?.stop();
});

/* The English sentences of the catalogue that read otherwise in Swedish. */
function untranslated(catalogue) {
  const text = (field) =>
    [...field.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map((part) => JSON.parse(`"${part[1]}"`)).join('');
  const rows = catalogue.matchAll(/^msgid ((?:"(?:[^"\\]|\\.)*"\s*)+)msgstr ((?:"(?:[^"\\]|\\.)*"\s*)+)/gm);
  const all = [...rows].map((row) => [text(row[1]), text(row[2])]);
  const swedish = new Set(all.map((row) => row[1]));
  const other = all.filter(([key, value]) => key !== value && /[a-z]{2}/i.test(key) && !swedish.has(key)).map((row) => row[0]);
  return { whole: new Set(other), pieces: other.filter((key) => key.split(' ').length > 3 && !key.includes('{')) };
}

/* The kind of a page: its address without what names one record. */
function kindOf(address) {
  const url = new URL(address);
  const path = url.pathname.replace(/[0-9a-f]{8}-[0-9a-f-]{27}|\/\d+(?=\/|$)|[A-Z]{2}\d\d-[0-9A-Z-]+/g, '*');
  const query = [...url.searchParams.entries()]
    .map(([name, value]) => (/^[a-z_]{2,}$/.test(value) ? `${name}=${value}` : name))
    .filter((one) => !/^(lang|contrast|next|from|before|after|done|new)\b/.test(one));
  return path + (query.length ? `?${query.sort().join('&')}` : '');
}

/* What a Swedish reader is shown: pieces of text, without people's own words, citations and other languages. */
function shownText(page) {
  return page.evaluate(() => {
    const left = 'bdi, cite, script, style, code, pre, textarea, [lang]:not(html), .st-languages';
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [document.title.replace(/ – Statera$/, '')];
    for (let node; (node = walk.nextNode()); )
      if (node.data.trim() && !node.parentElement.closest(left)) found.push(node.data.trim());
    for (const element of document.querySelectorAll('[aria-label], [placeholder], [title], [alt]'))
      for (const name of ['aria-label', 'placeholder', 'title', 'alt'])
        if (element.hasAttribute(name) && !element.closest(left)) found.push(element.getAttribute(name));
    return found;
  });
}

function englishIn(texts) {
  return texts.filter(
    (text) =>
      english.whole.has(text) || (text.match(ENGLISH) ?? []).length > 1 || english.pieces.some((piece) => text.includes(piece)),
  );
}

async function signedIn(name, options) {
  const window = await openBrowser({ ...options, within: chromium });
  await window.page.goto(`${demo.url}/sign-in?lang=${options.language}`);
  await window.page.fill('#f-name', name);
  await window.page.fill('#f-password', PASSWORD);
  await Promise.all([window.page.waitForNavigation(), window.page.click('main button[type=submit]')]);
  return window;
}

/* A page for another purpose than the one chosen offers the purposes that it is for: the first is taken. */
async function forItsPurpose(page) {
  const offered = page.locator('main .st-purposes button');
  if (!(await offered.count())) return null;
  const [answer] = await Promise.all([page.waitForNavigation(), offered.first().click()]);
  return answer;
}

/* Walks every link from the first page on; `look` is called on each kind of page that is not in `seen` yet. */
async function walk(page, complaints, seen, look, found) {
  const queue = [page.url()];
  for (let first = true; queue.length; first = false) {
    const address = queue.shift();
    const kind = kindOf(address);
    if (seen.has(kind) && !first) continue;
    seen.add(kind);
    const answer = await page.goto(address).catch((error) => (/Download is starting/.test(error) ? null : Promise.reject(error)));
    if (!answer) continue; // a file
    const last = answer.status() === 403 ? await forItsPurpose(page) : answer;
    if (answer.status() === 403) complaints.length = 0; // the browser notes every 403
    if (last?.status() !== 200) found(kind, address, `answers ${last?.status() ?? answer.status()}`);
    else if (last.headers()['content-type'].startsWith('text/html')) await look(kind, address);
    for (const link of await page.$$eval('a[href]', (all) => all.map((a) => a.href))) {
      const url = new URL(link);
      url.hash = '';
      if (url.origin !== demo.url) found(kind, address, `a link to ${link}`);
      else if (!url.searchParams.has('lang') && !url.searchParams.has('contrast')) queue.push(url.href);
    }
  }
}

/* In Swedish every account's pages, in English every kind of page once, whoever reaches it; axe once in all. */
const checked = new Set();
for (const options of [{ language: 'sv', width: 320 }, { language: 'en', width: 1280 }])
  test(`what every account reaches, ${options.language}, ${options.width} wide`, async (t) => {
    const looked = new Set();
    const said = [];
    for (const name of accounts) {
      const { page, strangers, complaints, close } = await signedIn(name, options);
      const seen = options.language === 'en' ? looked : new Set();
      const found = (kind, address, words) => said.push(`${name} ${kind}: ${words} (${address})`);
      const look = async (kind, address) => {
        const wide = await overflow(page);
        if (wide) found(kind, address, `is ${wide} pixels too wide`);
        if (options.language !== 'en')
          for (const text of englishIn(await shownText(page))) found(kind, address, `English: ${text}`);
        looked.add(kind);
        if (checked.has(kind)) return;
        checked.add(kind);
        for (const words of await axeFindings(page)) found(kind, address, words);
      };
      try {
        await walk(page, complaints, seen, look, found);
      } finally {
        await close();
      }
      said.push(...strangers.map((address) => `${name}: asked of another host: ${address}`));
      said.push(...complaints.map((words) => `${name}: the browser complains: ${words}`));
    }
    t.diagnostic(`${looked.size} kinds of page`);
    assert.deepEqual(said, []);
  });
