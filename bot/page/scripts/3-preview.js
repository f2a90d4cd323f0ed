// A card with the quoted words, beside the number that the pointer or the focus is on.

const card = document.createElement("div");
card.id = "preview";
card.setAttribute("role", "tooltip");
card.hidden = true;
document.body.append(card);
let previewed = null;
let leaving;

const GRACE = 250; // milliseconds in which the pointer may cross from the number to its card

const part = (name, text) => {
	const made = document.createElement("p");
	made.className = name;
	made.textContent = text;
	return made;
};

const preview = (button) => {
	const { quote, who, title, when } = button.dataset;
	card.replaceChildren(part("quote", `“${quote}”`), part("who", who ? `${who}, ${when}` : when), part("title", title));
	clearTimeout(leaving);
	card.hidden = false;
	beside(button);
	previewed?.removeAttribute("aria-describedby");
	button.setAttribute("aria-describedby", "preview");
	previewed = button;
};

const beside = (button) => {
	const place = button.getBoundingClientRect();
	const { width, height } = card.getBoundingClientRect();
	const above = place.top - height - 8;
	card.style.left = `${Math.max(8, Math.min(place.left - 16, document.documentElement.clientWidth - width - 8))}px`;
	card.style.top = `${above > masthead().getBoundingClientRect().bottom ? above : place.bottom + 8}px`;
};

const hide = () => {
	clearTimeout(leaving);
	card.hidden = true;
	previewed?.removeAttribute("aria-describedby");
	previewed = null;
};

const overCited = (event) => event.target.closest?.("[data-cite]:is(.chip, .point)");
document.addEventListener("focusin", (event) => {
	const button = overCited(event);
	if (button?.matches(":focus-visible")) preview(button);
});
document.addEventListener("pointerover", (event) => {
	const button = overCited(event);
	if (button) return preview(button);
	clearTimeout(leaving);
	// A number that has the focus keeps its card.
	if (previewed && !card.contains(event.target) && !previewed.matches(":focus-visible")) leaving = setTimeout(hide, GRACE);
});
document.addEventListener("focusout", hide);

// The browser scrolls to a number that gets the focus, so its card goes with it; that of the pointer is left behind.
const keepBeside = () => {
	if (!previewed) return;
	if (previewed.matches(":focus-visible")) beside(previewed);
	else hide();
};
document.addEventListener("scroll", keepBeside, { capture: true, passive: true });
