// Enter that ends a composition of the Japanese input method must not send the form.

export function holdBackWhileComposing(root) {
  for (const field of root.querySelectorAll("input")) {
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.isComposing || event.keyCode === 229)) event.preventDefault();
    });
  }
}
