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
	const filters = [...document.querySelector("form[data-event=filter]").elements].map((control) => control.name);
	if (link.get("q")) trigger("ask_offered", { ...said(filters), question: link.get("q") });
	if (link.get("document")) {
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
const follows = () => {
	const shown = all(".turn");
	if (shown.length > turns) shown[shown.length - 1].scrollIntoView({ block: "start" });
	turns = shown.length;
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

// Gradio changes what is shown in place, attributes that the script has set included: each of these may run at any time.
const look = () => {
	const top = masthead();
	if (top) settle(top);
	follows();
	tells();
	for (const form of all("form[data-event]")) fill(form, typed[form.dataset.event] ?? {});
};
const start = () => {
	// Gradio places the parts one after the other, and some after this one.
	if (!["masthead", "help", ...VIEWS].every(byId)) return requestAnimationFrame(start);
	const kinds = { childList: true, subtree: true, attributeFilter: ["data-ready", "data-language", "aria-selected"] };
	new MutationObserver(look).observe(document.body, kinds);
	select(link.get("view") ?? "ask");
	trigger("begin", { lang: link.get("lang") ?? "" });
};
start();
