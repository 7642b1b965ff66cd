// Buttons that copy a code; shown only where the clipboard can be written.

const SAID_FOR = 2000;

export function offerCopying(root) {
  if (!navigator.clipboard) return;
  for (const button of root.querySelectorAll("[data-copies]")) {
    button.hidden = false;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", () => copy(button));
  }
}

async function copy(button) {
  const before = button.textContent;
  try {
    await navigator.clipboard.writeText(button.dataset.copies);
  } catch {
    return; // not allowed: the code can still be selected
  }
  button.textContent = button.dataset.done;
  setTimeout(() => { button.textContent = before; }, SAID_FOR);
}
