// Hears how the request in the app stands: goes on by itself when it is approved, and says so when it has ended another way.

const AGAIN = 5000;

export function awaitApproval(root) {
  const place = root.querySelector("[data-approval]");
  if (place) listen(place);
}

function listen(place) {
  const source = new EventSource(place.dataset.approval);
  source.addEventListener("approval", (event) => {
    const { state } = JSON.parse(event.data);
    if (state === "pending") return;
    source.close();
    follow(place, state);
  });
  source.addEventListener("error", () => {
    if (source.readyState === EventSource.CLOSED) setTimeout(() => listen(place), AGAIN); // else the browser asks again
  });
}

function follow(place, state) {
  if (state === "approved") {
    place.querySelector("[data-claims]").requestSubmit();
  } else if (state in place.dataset) { // the challenge below stays, with whatever is half typed
    for (const part of document.querySelectorAll(".approve__open")) part.remove();
    place.querySelector("[data-says]").textContent = place.dataset[state];
  } else {
    location.reload();
  }
}
