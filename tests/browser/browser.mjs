/* What every browser test uses: a demo of its own to talk to, a real Chromium, and the questions that are asked of each
 * page. A test is a file NAME.test.mjs beside this one, written with node's own test runner; tools/run-tests finds it. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/* Starts `statera demo` on a database of its own and a free port, and waits for its first answer. `said` is what it has
 * printed so far (the sign-ins are there); stop() ends it and removes its files. */
export async function startDemo(...words) {
  const place = mkdtempSync(join(tmpdir(), 'demo-'));
  const port = await freePort();
  const args = ['demo', '--port', String(port), '--db', join(place, 'demo.db'), ...words];
  const child = spawn(process.env.STATERA ?? 'build/statera', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const demo = { url: `http://127.0.0.1:${port}`, said: '', child };
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => (demo.said += bytes));
  const ended = new Promise((resolve) => child.once('close', resolve));
  demo.stop = async () => {
    child.kill('SIGTERM');
    await ended;
    rmSync(place, { recursive: true, force: true });
  };
  for (let tries = 0; tries < 300; tries++) {
    if (child.exitCode !== null) break;
    const answer = await fetch(demo.url).catch(() => null);
    if (answer) return demo;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await demo.stop();
  throw new Error(`the demo did not answer:\n${demo.said}`);
}

/* A browser that speaks `language` in a window `width` wide. `strangers` collects every request to another host than
 * the page's own, `complaints` what pages wrote to the console as an error; both must stay empty. `within`: another such
 * browser, whose process is used and which lives on; cookies are not shared. */
export async function openBrowser({ language = 'en', width = 1100, script = true, environment = {}, within } = {}) {
  const browser = within?.browser ?? await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
    env: { ...process.env, ...environment },
  });
  const context = await browser.newContext({
    locale: language,
    viewport: { width, height: 900 },
    javaScriptEnabled: script,
  });
  const page = await context.newPage();
  const strangers = [];
  const complaints = [];
  context.on('request', (request) => {
    const { hostname, protocol } = new URL(request.url());
    if (protocol.startsWith('http') && hostname !== '127.0.0.1') strangers.push(request.url());
  });
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  return { browser, context, page, strangers, complaints, close: () => (within ? context.close() : browser.close()) };
}

/* What axe finds on the page as it stands: one line for each broken rule, none on a good page. */
export async function axeFindings(page) {
  if (!(await page.evaluate('typeof axe === "object"'))) await page.evaluate(axe);
  const result = await page.evaluate((tags) => globalThis.axe.run(document, { runOnly: tags }), wcag);
  return result.violations.map(
    (broken) => `${broken.id}: ${broken.help} at ${broken.nodes.map((node) => node.target.join(' ')).join(', ')}`,
  );
}

/* How many pixels the page is wider than its window; 0 on a good page. */
export function overflow(page) {
  return page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - window.innerWidth));
}
