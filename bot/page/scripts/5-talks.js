// The list of conversations: whose they are, whether it is shown, and what is asked about one of them.

// The token by which the server knows this browser; without storage it lasts as long as the page.
const random = () => [...crypto.getRandomValues(new Uint8Array(24))].map((each) => each.toString(16).padStart(2, "0")).join("");
const stored = (name, value) => {
	try {
		if (value !== undefined) localStorage.setItem(name, value);
		return localStorage.getItem(name);
	} catch {
		return null;
	}
};
const owner = stored("owner") ?? stored("owner", random()) ?? random();

const NARROW = matchMedia("(max-width: 1199px)");
const panel = () => byId("conversations");
let isDrawn = !NARROW.matches && stored("drawer") === "open";

// Beside the conversation where there is room for both; else over the page, of which nothing else can be reached then.
const arrange = () => {
	const drawer = panel();
	const isThere = isDrawn && view === "ask" && !!drawer.querySelector(".conversations");
	const button = document.querySelector(".masthead [data-drawer]");
	drawer.hidden = !isThere;
	put(button, "aria-expanded", String(isThere));
	document.body.classList.toggle("is-drawn", isThere);
	for (const name of ["masthead", ...VIEWS]) byId(name).inert = isThere && NARROW.matches;
};
NARROW.addEventListener("change", () => arrange());

// The way to close the list is not there where it stands beside the conversation.
const first = () => panel().querySelector("[aria-current]") ?? panel().querySelector("[data-restart]") ?? panel();

const turnDrawer = () => {
	isDrawn = !isDrawn || view !== "ask";
	if (isDrawn && view !== "ask") show("ask");
	if (!NARROW.matches) stored("drawer", isDrawn ? "open" : "shut");
	arrange();
	if (isDrawn) first().focus();
	else document.querySelector(".masthead [data-drawer]")?.focus();
};
const leaveDrawer = () => {
	if (isDrawn && NARROW.matches) turnDrawer();
};

// An answer that is being made would be shown in whatever conversation is on the page: it is stopped first.
let waiting = null;
const isBusy = () => document.querySelector(".conversation")?.getAttribute("aria-busy") === "true";
const whenIdle = (act) => {
	if (!isBusy()) return act();
	waiting = act;
	byId("stop").click();
};
const goOn = () => {
	if (!waiting || isBusy()) return;
	const act = waiting;
	waiting = null;
	act();
};

// What is asked about a conversation gets the focus, and gives it back.
let asked = null;
let isAsked = false;
const askOf = ({ dataset }) => {
	if (dataset.list) asked = `[data-list="${dataset.list}"][data-of-id="${CSS.escape(dataset.ofId)}"]`;
	raise("list", { act: dataset.list, conversation: dataset.ofId ?? "" });
};
const answersOf = () => {
	const wanted = panel().querySelector("[data-focus]");
	if (!wanted === !isAsked) return;
	isAsked = !!wanted;
	const back = wanted ?? (asked && panel().querySelector(asked)) ?? first();
	if (wanted || panel().contains(document.activeElement) || document.activeElement === document.body) back.focus();
	wanted?.select?.();
};
const inList = () => isDrawn && panel().contains(document.activeElement);
const leaveList = () => {
	if (isAsked) askOf({ dataset: { list: "" } });
	else turnDrawer();
};

// The address names the conversation that is on the page, so that it is there again after a reload.
const idOf = () => document.querySelector(".conversation")?.dataset.conversation;
const nameInAddress = () => {
	const id = idOf();
	if (id === undefined || id === (new URLSearchParams(location.search).get("conversation") ?? "")) return;
	remember((fields) => {
		fields.delete("conversation");
		if (!id) return;
		// The question has been asked, with its filters.
		if (fields.has("q")) forget(fields);
		fields.set("conversation", id);
	});
};

// A file that was made is saved; suggestions are those of the conversation that is on the page, as it is now.
let saved = "";
const save = () => {
	const file = byId("download")?.querySelector("a");
	if (!file || file.dataset.saved === saved) return;
	saved = file.dataset.saved;
	file.click();
	tell(file.dataset.told);
};
const suggests = () => {
	const made = document.querySelector(".suggestions");
	if (made) made.hidden = isBusy() || made.dataset.after !== `${idOf() ?? ""}:${all(".turn").length}`;
};
