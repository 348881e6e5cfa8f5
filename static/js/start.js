// Starting an initiative: the address as it will read, and the browser's time zone where none was chosen yet.
// Hooks: input[data-address="<name of the field it is made from>"], [data-address-shown]; select[data-timezone].
const slug = (words) => words.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase()
  .replace(/[^\w\s-]/g, "").replace(/[\s-]+/g, "-").replace(/^[-_]+|[-_]+$/g, "").slice(0, 64);

const address = document.querySelector("[data-address]");
const shown = document.querySelector("[data-address-shown]");
if (address && shown) {
  const source = address.form.elements[address.dataset.address];
  const example = shown.textContent;
  const show = () => { shown.textContent = slug(address.value || source.value) || example; };
  for (const field of [address, source]) field.addEventListener("input", show);
  show();
}

const zone = document.querySelector("select[data-timezone]");
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
const untouched = zone && [...zone.options].every((option) => option.selected === option.defaultSelected);
if (untouched && zone.value === "UTC" && !document.querySelector("[aria-invalid]") && [...zone.options].some((option) => option.value === here)) zone.value = here;
