// The button that shows a typed password, and hides it again before it is sent.

export function offerRevealing(root) {
  for (const button of root.querySelectorAll("[data-reveals]")) {
    const field = root.getElementById(button.dataset.reveals);
    const show = (isShown) => {
      field.type = isShown ? "text" : "password";
      button.setAttribute("aria-pressed", String(isShown));
    };
    button.hidden = false;
    button.addEventListener("click", () => show(field.type === "password"));
    field.form.addEventListener("submit", () => show(false));
  }
}
