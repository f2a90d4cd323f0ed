// The start: the language of the link, then what the link asks for.

const link = new URLSearchParams(location.search);
const given = {};
for (const [name, value] of link) (given[name] ??= []).push(value);

// What the link says goes as it stands, so that a name or a date that a form does not take is told and not dropped.
const said = (names) => Object.fromEntries(Object.entries(given).filter(([name]) => names.includes(name)));
const isWhole = (form, sent) =>
	all("[required]", form).every(({ name }, at, needed) =>
		needed.filter((each) => each.name === name).length <= (sent[name] ?? []).filter(Boolean).length);

// The first form of the view that has a field of the link's is filled in and sent.
const sendLinked = () => {
	for (const name of FORMS[view] ?? []) {
		const form = document.querySelector(`form[data-event=${name}]`);
		const isMeant = Object.keys(given).some((key) => form?.elements[key]);
		if (!isMeant) continue;
		fill(form, given);
		typed[name] = values(form);
		const sent = { ...values(form), ...said([...form.elements].map((control) => control.name)) };
		if (isWhole(form, sent)) send(form, sent);
		return;
	}
};

const follow = () => {
	const narrows = said([...filters().elements].map((control) => control.name));
	if (link.get("q")) raise("ask_offered", { ...narrows, question: link.get("q") });
	// Without a question the document is one to be opened.
	else delete narrows.document;
	if (view === "ask" && Object.keys(narrows).length) filterBy(narrows);
	if (!link.get("q") && link.get("document")) {
		const [start, end] = [link.get("start"), link.get("end")];
		openPlaces(link.get("document"), start && end ? [{ start, end }] : []);
	}
	sendLinked();
};

let isFollowed = false;
const settle = (top) => {
	document.documentElement.lang = top.dataset.language;
	select(view);
	if (isFollowed || !("ready" in top.dataset)) return;
	isFollowed = true;
	setTimeout(follow);
};

// A new question comes to the top of the window, so that its answer is read from its beginning.
let turns = 0;
let talk = "";
const follows = () => {
	const shown = all(".turn");
	const id = idOf() ?? "";
	const isOther = talk && id && talk !== id;
	if (shown.length > turns || isOther) shown[shown.length - 1].scrollIntoView({ block: "start" });
	turns = shown.length;
	talk = id;
};

// What became of a document comes into view; a question takes the focus, and gives it back.
let told = "";
const tells = () => {
	const part = byId("library-result");
	if (part.textContent === told) return;
	told = part.textContent;
	if (part.querySelector(".outcomes .done")) document.querySelector("form[data-event=add_address]")?.reset();
	const no = part.querySelector("[data-dismiss]");
	if (no) no.focus();
	else if (told) part.scrollIntoView({ block: "nearest" });
};

// A conversation whose answer was being made when the language changed follows now.
const spoken = () => masthead()?.dataset.language;
const isOtherwise = () => isFollowed && !isBusy() && document.querySelector(".conversation")?.dataset.language !== spoken();
let healing;
const heal = () => {
	clearTimeout(healing);
	// The parts of the page change one after the other: for a moment they differ.
	if (isOtherwise()) healing = setTimeout(() => isOtherwise() && raise("speak", { language: spoken() }), 300);
};

// A result that was made below the window comes into it; one of another form is left where it is.
const results = {};
const comesUp = () => {
	for (const name of Object.keys(FORMS)) {
		const part = byId(`${name}-result`);
		const isMade = !!part.querySelector(".result, .problem, .empty") && !part.querySelector(".pending");
		const isNew = isMade && results[name] === false;
		results[name] = isMade;
		if (isNew && view === name && part.getBoundingClientRect().top > innerHeight * 0.6) part.scrollIntoView({ block: "start" });
	}
};

// Gradio changes what is shown in place, attributes that the script has set included: each of these may run at any time.
const look = () => {
	const top = masthead();
	if (top) settle(top);
	follows();
	tells();
	regains();
	comesUp();
	answersOf();
	if (isFollowed) nameInAddress();
	goOn();
	save();
	showKeys();
	suggests();
	heal();
	arrange();
	for (const form of all("form[data-event]")) fill(form, typed[form.dataset.event] ?? {});
};
const start = () => {
	// Gradio places the parts one after the other, and some after this one.
	if (!["masthead", "conversations", "help", ...VIEWS].every(byId)) return requestAnimationFrame(start);
	const kinds = { childList: true, subtree: true, attributeFilter: ["data-ready", "data-language", "aria-selected", "aria-busy", "data-conversation"] };
	new MutationObserver(look).observe(document.body, kinds);
	select(link.get("view") ?? "ask");
	raise("begin", { lang: link.get("lang") ?? "", owner, conversation: link.get("conversation") ?? "" });
};
start();
