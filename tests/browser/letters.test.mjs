/* Names in the scripts of the people who arrive are read on a machine that has one Latin font and no other: each script
 * comes from the program's own fonts, and only the scripts that are shown are fetched. On paper too.
 *
 * covers: UF-03 UF-08 */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, copyFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openBrowser, startDemo } from './browser.mjs';

const NAMES = {
  ethiopic: 'ኣስመላሽ ተኽለ', bengali: 'মোহাম্মদ রহমান', devanagari: 'रमेश', gurmukhi: 'ਗੁਰਪ੍ਰੀਤ', myanmar: 'အောင်',
  sinhala: 'සුනිල්', syriac: 'ܡܪܝܡ', tamil: 'செல்வி', thai: 'สมชาย', tifinagh: 'ⵎⵓⵃⵎⵎⴷ', nko: 'ߡߎߛߊ', tibetan: 'བསྟན་འཛིན',
};
let demo, place;

/* A machine with one font: DejaVu Sans Mono knows neither Ethiopic nor Bengali. */
before(async () => {
  place = mkdtempSync(join(tmpdir(), 'letters-'));
  mkdirSync(join(place, 'fonts'));
  copyFileSync('/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf', join(place, 'fonts', 'one.ttf'));
  writeFileSync(join(place, 'fonts.conf'), `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
    <dir>${place}/fonts</dir><cachedir>${place}/cache</cachedir></fontconfig>`);
  demo = await startDemo('--empty');
});
after(async () => {
  await demo?.stop();
  rmSync(place, { recursive: true, force: true });
});

test('every script is read, and only what is shown is fetched', async () => {
  const { context, page, strangers, complaints, close } = await openBrowser({
    environment: { FONTCONFIG_FILE: join(place, 'fonts.conf') },
  });
  const fetched = [];
  page.on('requestfinished', (request) => request.url().endsWith('.woff2') && fetched.push(request.url()));
  await page.goto(`${demo.url}/sign-in`);
  await page.evaluate(() => document.fonts.ready);
  assert.deepEqual(fetched, [], 'a page in English needs no letters of ours');
  const tools = await context.newCDPSession(page);
  await tools.send('DOM.enable');
  await tools.send('CSS.enable');
  for (const [script, name] of Object.entries(NAMES)) {
    const had = fetched.length;
    const arrived = page.waitForEvent('requestfinished', (request) => request.url().endsWith('.woff2'));
    await page.evaluate((text) => {
      document.querySelector('main').innerHTML = '<p><bdi id="name"></bdi></p>';
      document.getElementById('name').textContent = text;
    }, name);
    await arrived;
    await page.evaluate(() => document.fonts.ready);
    assert.equal(fetched.length, had + 1, `${script}: ${fetched.slice(had).join(' ')}`);
    assert.match(fetched.at(-1), new RegExp(`/static/[0-9a-f]{16}/.*${script}\\.woff2$`));
    const { root } = await tools.send('DOM.getDocument');
    const { nodeId } = await tools.send('DOM.querySelector', { nodeId: root.nodeId, selector: '#name' });
    const { fonts } = await tools.send('CSS.getPlatformFontsForNode', { nodeId });
    const spaces = name.split(' ').length - 1;
    const others = fonts.filter((font) => !font.isCustomFont).reduce((sum, font) => sum + font.glyphCount, 0);
    assert.equal(others, spaces, `${script}: ${JSON.stringify(fonts)}`);
  }
  const kept = await fetch(fetched[0]);
  assert.equal(kept.headers.get('content-type'), 'font/woff2');
  assert.match(kept.headers.get('cache-control'), /max-age=31536000, immutable/);
  // On paper the letters are in the file, not boxes of the printer's.
  const paper = (await page.pdf()).toString('latin1');
  assert.match(paper, /Tibetan/);
  assert.deepEqual(strangers, []);
  assert.deepEqual(complaints, []);
  await close();
});
