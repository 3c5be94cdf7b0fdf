/* Adds a button that searches around the browser's position, rounded to 0.05 degrees before it
   leaves the browser. Without this script a place is typed by its name. */
const STEPS_PER_DEGREE = 20;

const rounded = (degrees) => (Math.round(degrees * STEPS_PER_DEGREE) / STEPS_PER_DEGREE).toFixed(2);

const hidden = (form, name) => {
  form.querySelectorAll(`input[type="hidden"][name="${name}"]`).forEach((old) => old.remove());
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = name;
  form.append(field);
  return field;
};

const search = (form, position) => {
  const { latitude, longitude } = position.coords;
  hidden(form, "gan").value = `${rounded(latitude)},${rounded(longitude)}`;
  const radius = form.elements.namedItem("km");
  if (!radius.value) radius.selectedIndex = 1;
  form.elements.namedItem("ten-noi").value = "";
  form.requestSubmit();
};

const offer = (part) => {
  const form = part.closest("form");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--second near__button";
  button.textContent = part.dataset.near;
  const answer = document.createElement("p");
  answer.className = "field__hint";
  answer.setAttribute("role", "status");
  button.addEventListener("click", () => {
    answer.textContent = "";
    button.disabled = true;
    navigator.geolocation.getCurrentPosition(
      (position) => search(form, position),
      () => {
        button.disabled = false;
        answer.textContent = part.dataset.nearFailed;
      },
      { maximumAge: 600000, timeout: 15000 },
    );
  });
  part.append(button, answer);
};

if (navigator.geolocation) document.querySelectorAll("[data-near]").forEach(offer);
