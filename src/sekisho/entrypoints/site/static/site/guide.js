// The capture guide: on a phone, its own list first and alone; the other one is a tap away. At a desk both stand side by side.

export function pickPhone(root) {
  const guide = root.querySelector("[data-guide]");
  if (!guide) return;
  const own = /iPhone|iPad|iPod/.test(navigator.userAgent) ? "ios" : /Android/.test(navigator.userAgent) ? "android" : "";
  const links = [...root.querySelectorAll("[data-picks]")];
  const pick = (name) => {
    for (const section of guide.querySelectorAll("[data-phone]")) section.hidden = section.id !== name;
    for (const link of links) link.setAttribute("aria-current", String(link.dataset.picks === name));
  };
  // A link to a step of the other phone shows that phone, before the browser scrolls to it.
  const follow = () => {
    const section = asked()?.closest("[data-phone]");
    if (!section) return;
    pick(section.id);
    asked().scrollIntoView();
  };
  const asked = () => root.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!own) return;
  pick(own);
  addEventListener("hashchange", follow);
  follow();
}
