// Looks now and then whether a page that waits for a phone has something new to say, and loads it again only then.

const EVERY = 4000;

export function awaitPhone(root) {
  const place = root.querySelector("[data-awaits]");
  if (!place) return;
  const timer = setInterval(async () => {
    if (root.hidden) return;
    try {
      const answer = await fetch(location.pathname, { cache: "no-store", signal: AbortSignal.timeout(EVERY) });
      const shown = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-stage]");
      if (shown?.dataset.stage === place.dataset.stage) return;
      clearInterval(timer);
      location.reload();
    } catch {
      // the next look may succeed
    }
  }, EVERY);
}
