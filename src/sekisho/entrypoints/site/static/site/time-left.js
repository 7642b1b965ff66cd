// Keeps "about 4 minutes left" true, by minutes: nobody is hurried by seconds. The server's clock decides, not this one.

const EVERY = 5000;

export function keepTimeLeft(root) {
  for (const place of root.querySelectorAll("[data-seconds]")) {
    const begun = performance.now();
    const timer = setInterval(() => {
      const left = Number(place.dataset.seconds) - (performance.now() - begun) / 1000;
      place.textContent = said(place.dataset, left);
      if (left > 0) return;
      place.classList.add("until__left--over");
      place.setAttribute("role", "status");
      clearInterval(timer);
    }, EVERY);
  }
}

function said(forms, left) {
  if (left <= 0) return forms.over;
  const minutes = Math.ceil(left / 60);
  return minutes <= 1 ? forms.last : forms.about.replace("{count}", minutes);
}
