// A card with the quoted words, beside the number that the pointer or the focus is on.

const card = document.createElement("div");
card.id = "preview";
card.setAttribute("role", "tooltip");
card.hidden = true;
document.body.append(card);
let previewed = null;

const part = (name, text) => {
	const made = document.createElement("p");
	made.className = name;
	made.textContent = text;
	return made;
};

const preview = (button) => {
	const { quote, who, title, when } = button.dataset;
	card.replaceChildren(part("quote", `“${quote}”`), part("who", who ? `${who}, ${when}` : when), part("title", title));
	card.hidden = false;
	const place = button.getBoundingClientRect();
	const { width, height } = card.getBoundingClientRect();
	const above = place.top - height - 8;
	card.style.left = `${Math.max(8, Math.min(place.left - 16, document.documentElement.clientWidth - width - 8))}px`;
	card.style.top = `${above > 64 ? above : place.bottom + 8}px`;
	previewed?.removeAttribute("aria-describedby");
	button.setAttribute("aria-describedby", "preview");
	previewed = button;
};

const hide = () => {
	card.hidden = true;
	previewed?.removeAttribute("aria-describedby");
	previewed = null;
};

const overCited = (event) => event.target.closest?.("[data-cite]:is(.chip, .point)");
for (const name of ["pointerover", "focusin"]) {
	document.addEventListener(name, (event) => {
		const button = overCited(event);
		if (button && !(name === "focusin" && !button.matches(":focus-visible"))) preview(button);
		else if (previewed && !card.contains(event.target)) hide();
	});
}
document.addEventListener("focusout", hide);
document.addEventListener("scroll", hide, { capture: true, passive: true });
