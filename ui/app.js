// What script adds to pages that work without it: parts marked data-live are fetched anew when an event of their topic
// comes, the focus goes to the summary of faults, the end of the session is said before it comes, and times that run
// down are counted on. Nothing is asked of another host.

const parts = () => [...document.querySelectorAll("[data-live]")];

// A part in which somebody is typing is left alone.
const busy = (part) => part.contains(document.activeElement) && document.activeElement.matches("input, select, textarea");

// What the screen shows already, by its keys: the server leaves that out, and reads (and logs) only what is new.
const kept = (part) => [part, ...part.querySelectorAll("[data-kept]")].filter((one) => one.dataset.kept);

// Who listens to the page hears that it changed, once in a minute at most.
let said = 0;
function say() {
  const live = document.getElementById("live");
  if (!live || Date.now() - said < 60000) return;
  said = Date.now();
  live.textContent = "";
  setTimeout(() => (live.textContent = live.dataset.said), 100);
}

function merge(part, next) {
  for (const gap of next.querySelectorAll("[data-kept]:empty")) {
    const held = kept(part).find((one) => one !== part && one.dataset.kept === gap.dataset.kept);
    if (held) gap.replaceWith(held.cloneNode(true));
  }
  if (next.dataset.kept) part.dataset.kept = next.dataset.kept;
  if (next.innerHTML === part.innerHTML) return;
  const focus = part.contains(document.activeElement) && document.activeElement.getAttribute("href");
  const open = [...part.querySelectorAll("details[open] > summary")].map((summary) => summary.textContent);
  part.replaceChildren(...next.childNodes);
  for (const summary of part.querySelectorAll("details > summary"))
    if (open.includes(summary.textContent)) summary.parentElement.open = true;
  say();
  if (focus) part.querySelector(`[href="${CSS.escape(focus)}"]`)?.focus(); // whoever stood on a link stands there still
}

async function refresh(topic) {
  const wanted = parts().filter((part) => part.dataset.live.split(" ").includes(topic) && !busy(part));
  if (!wanted.length) return;
  const keys = [...new Set(wanted.flatMap(kept).map((one) => one.dataset.kept))].slice(0, 300); // a head has its limit
  const answer = await fetch(location.href, { headers: { Accept: "text/html", "X-Live": ["1", ...keys].join(" ") } });
  if (!answer.ok || answer.status === 204 || answer.redirected) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of wanted) {
    const next = fresh.getElementById(part.id);
    if (next) merge(part, next);
  }
}

// One refresh after the other; events that come meanwhile are one more.
const due = new Set();
let refreshing = false;
async function announce(topic) {
  due.add(topic);
  if (refreshing) return;
  refreshing = true;
  try {
    for (const one of due) {
      due.delete(one);
      await refresh(one);
    }
  } finally {
    refreshing = false;
  }
}

const topics = [...new Set(parts().flatMap((part) => part.dataset.live.split(" ")))];
if (topics.length) {
  const source = new EventSource("/events?topics=" + encodeURIComponent(topics.join(" ")));
  for (const topic of topics) source.addEventListener(topic, () => announce(topic));
}

// Bytes: a file is chosen and written into the field as Base64.
for (const field of document.querySelectorAll("textarea[data-file]")) {
  const chooser = document.createElement("input");
  chooser.type = "file";
  chooser.id = field.id + "-file";
  chooser.className = "ds-input";
  if (field.getAttribute("aria-describedby")) chooser.setAttribute("aria-describedby", field.getAttribute("aria-describedby"));
  document.querySelector(`label[for="${CSS.escape(field.id)}"]`)?.setAttribute("for", chooser.id);
  const size = document.createElement("span");
  size.className = "st-soft";
  const show = () => (size.textContent = field.value ? `✓ ${Math.ceil((field.value.length * 3) / 4096)} kB` : "");
  chooser.addEventListener("change", async () => {
    const bytes = new Uint8Array(await (chooser.files[0]?.arrayBuffer() ?? new ArrayBuffer(0)));
    let text = "";
    for (let i = 0; i < bytes.length; i += 32768) text += String.fromCharCode(...bytes.subarray(i, i + 32768));
    field.value = btoa(text);
    show();
  });
  show();
  field.before(chooser, size);
  field.hidden = true;
}

// The spare rows of a list come one by one, behind those that are filled.
for (const rows of document.querySelectorAll(".st-rows")) {
  const spare = [...rows.children].slice(Number(rows.dataset.filled) + 1);
  if (!spare.length) continue;
  const more = document.createElement("button");
  more.type = "button";
  more.className = "ds-button st-more";
  more.dataset.variant = "secondary";
  more.textContent = rows.dataset.more;
  for (const row of spare) row.hidden = true;
  more.addEventListener("click", () => {
    const row = spare.shift();
    row.hidden = false;
    row.querySelector("input, select, textarea")?.focus();
    if (!spare.length) more.remove();
  });
  rows.append(more);
}

// Several of a list in one field: what is offered goes on behind the last comma.
for (const field of document.querySelectorAll("input[data-several][list]")) {
  const names = [...field.list.options].map((option) => option.value);
  field.addEventListener("input", () => {
    const before = field.value.slice(0, field.value.lastIndexOf(",") + 1).trim();
    [...field.list.options].forEach((option, i) => (option.value = before ? `${before} ${names[i]}` : names[i]));
  });
}

for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => print());

document.getElementById("faults")?.focus();

// The session ends after a silence of the server's; a page that only listens to events counts as silent.
const idle = document.getElementById("idle");
if (idle) {
  const before = 5 * 60 * 1000;
  let timer;
  const wait = () => {
    clearTimeout(timer);
    idle.hidden = true;
    timer = setTimeout(() => {
      idle.hidden = false;
      idle.querySelector("button").focus();
    }, idle.dataset.seconds * 1000 - before);
  };
  idle.querySelector("button").addEventListener("click", async () => {
    const answer = await fetch("/purpose", { method: "HEAD", headers: { Accept: "text/html" } });
    if (answer.redirected) location.reload();
    else wait();
  });
  wait();
}
