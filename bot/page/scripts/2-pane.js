// The pane: which button opened it, and the walk through the places that its result cites.

let opener = null;
let opened = [];
let at = 0;

const mark = (button) => {
	opener?.removeAttribute("aria-current");
	button?.setAttribute("aria-current", "true");
	opener = button;
};

const placeOf = ({ dataset }) => ({
	start: Number(dataset.start), end: Number(dataset.end), quote: dataset.quote, reference: dataset.reference,
});
const isSame = (one, other) => one.start === other.start && one.end === other.end;

// All places of the result that the button is part of, in the order of the document.
const openCited = (button) => {
	const { document: source } = button.dataset;
	const within = button.closest("[data-result]") ?? document;
	const found = all("[data-cite]", within).filter((each) => each.dataset.document === source).map(placeOf);
	found.sort((one, other) => one.start - other.start || one.end - other.end);
	const places = found.filter((each, number) => !number || !isSame(each, found[number - 1]));
	const chosen = places.findIndex((each) => isSame(each, placeOf(button)));
	openPlaces(source, places, chosen);
	mark(button);
};

const openPlaces = (source, places = [], chosen = 0) => {
	opened = { source, places };
	at = chosen;
	raise("open_place", { document: source, places, at: chosen });
};

const openVersion = (source, version) => {
	opened = { source, places: [] };
	at = 0;
	raise("open_place", { document: source, places: [], at, version });
};

const close = () => {
	if (!props.value) return;
	props.value = "";
	const back = opener;
	mark(null);
	if (back?.isConnected) back.focus();
};

const reveal = () => {
	const source = element.querySelector(".source");
	if (!source) return;
	source.querySelector(".sheet").scrollTop = 0;
	source.querySelector("mark.cited")?.scrollIntoView({ block: "center" });
	source.focus({ preventScroll: true });
};

const step = (by) => {
	const numbers = all(".walk [data-of]", element).map((each) => Number(each.dataset.of));
	if (!numbers.length) return;
	at = numbers[(numbers.indexOf(at) + by + numbers.length) % numbers.length];
	for (const each of all("[data-of]", element)) each.hidden = Number(each.dataset.of) !== at;
	for (const each of all("mark[data-marks]", element)) {
		each.className = each.dataset.marks.split(" ").map(Number).includes(at) ? "cited" : "also";
	}
	element.querySelector("mark.cited")?.scrollIntoView({ block: "center" });
};

const linkToPlace = () =>
	address((fields) => {
		const { start, end } = opened.places[at];
		forget(fields);
		for (const [key, value] of Object.entries({ document: opened.source, start, end })) fields.set(key, value);
	});
// A question is passed on with the filters that it was asked with.
const linkToQuestion = (query) =>
	address((fields) => {
		forget(fields);
		for (const [key, value] of new URLSearchParams(query)) fields.append(key, value);
	});

// What is told to a screen reader, and beside a button that has no words.
const live = document.createElement("div");
live.id = "told";
live.setAttribute("role", "status");
document.body.append(live);
const tell = (text) => {
	live.textContent = text;
	setTimeout(() => { if (live.textContent === text) live.textContent = ""; }, 4000);
};

// The clipboard is closed to pages that come without encryption from another machine; the older way is not.
const copyOld = (text) => {
	const area = document.createElement("textarea");
	area.value = text;
	document.body.append(area);
	area.select();
	const isCopied = document.execCommand("copy");
	area.remove();
	return isCopied;
};
const isWritten = (text) => navigator.clipboard?.writeText(text).then(() => true, () => false);
const copy = async (text, button) => {
	const isCopied = (await isWritten(text)) || copyOld(text);
	const { copied, uncopied } = masthead().dataset;
	tell(isCopied ? copied : uncopied);
	(button.closest(".menu")?.querySelector("summary") ?? button).focus();
};

watch("value", reveal);
