// What script adds to pages that work without it: parts marked data-live are fetched anew when an event of their topic
// comes, and the focus goes to the summary of faults. Nothing is asked of another host.

const parts = () => [...document.querySelectorAll("[data-live]")];

// A part in which somebody is typing is left alone.
const busy = (part) => part.contains(document.activeElement) && document.activeElement.matches("input, select, textarea");

async function refresh(topic) {
  const wanted = parts().filter((part) => part.dataset.live.split(" ").includes(topic) && !busy(part));
  if (!wanted.length) return;
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of wanted) {
    const next = fresh.getElementById(part.id);
    if (next && next.innerHTML !== part.innerHTML) part.replaceChildren(...next.childNodes);
  }
}

const topics = [...new Set(parts().flatMap((part) => part.dataset.live.split(" ")))];
if (topics.length) {
  const source = new EventSource("/events?topics=" + encodeURIComponent(topics.join(" ")));
  for (const topic of topics) source.addEventListener(topic, () => refresh(topic));
}

document.getElementById("faults")?.focus();
