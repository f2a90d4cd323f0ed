// What a click and a key do.

const dismiss = (button) => {
	const sheet = button.closest("dialog");
	if (sheet) sheet.close();
	else raise("keep_document");
};

// Who asked to remove a document gets the focus back when the question is gone; where the row went, too, the next one.
let asker = null;
const rows = () => all("#library-form tbody tr");
const askRemoval = (button) => {
	asker = { button, row: rows().indexOf(button.closest("tr")), isAsked: false };
	raise("ask_remove", { document: button.dataset.removing });
};
const regains = () => {
	const isAsked = !!document.querySelector(".question-box");
	if (asker?.isAsked && !isAsked) {
		const row = rows()[Math.min(asker.row, rows().length - 1)];
		if (document.activeElement === document.body) (asker.button.isConnected ? asker.button : row?.querySelector("button"))?.focus();
		asker = null;
	}
	if (asker) asker.isAsked = isAsked;
};

const find = (words) => {
	for (const row of rows()) {
		row.hidden = !words.split(/\s+/).every((each) => row.textContent.toLowerCase().includes(each));
	}
};
document.addEventListener("input", (event) => {
	if ("find" in event.target.dataset) find(event.target.value.toLowerCase().trim());
});

const filters = () => document.querySelector("form[data-event=filter]");
const filterBy = (given) => {
	fill(filters(), given);
	typed.filter = values(filters());
	if (filters().checkValidity()) send(filters());
};

const unfilter = ({ unfilter: name, value }) => {
	const left = (values(filters())[name] ?? []).filter((each) => each !== value);
	filterBy({ [name]: left.length ? left : [""] });
	box().focus();
};

const askAbout = (source) => {
	show("ask");
	filterBy({ document: [source] });
	box().focus();
};

const edit = (turn) => {
	raise("edit", { turn });
	box().focus();
};

const focusFinding = (id) => {
	const found = byId(id);
	found.scrollIntoView({ block: "center" });
	found.focus({ preventScroll: true });
};

const speak = (language) => {
	remember((fields) => fields.set("lang", language));
	raise("speak", { language });
};

const actions = {
	cite: (button) => openCited(button),
	remove: ({ dataset }) => raise("remove_document", { document: dataset.remove }),
	removing: (button) => askRemoval(button),
	document: (button) => { openPlaces(button.dataset.document); mark(button); },
	older: (button) => openVersion(button.dataset.older, Number(button.dataset.number)),
	restoring: ({ dataset }) => raise("restore_version", { document: dataset.restoring, version: Number(dataset.number) }),
	view: ({ dataset }) => show(dataset.view, true),
	ask: ({ dataset }) => raise("ask_offered", { question: dataset.ask }),
	copy: (button) => copy(button.dataset.copy, button),
	linkQuestion: (button) => copy(linkToQuestion(button.dataset.linkQuestion).href, button),
	linkPlace: (button) => copy(linkToPlace().href, button),
	edit: ({ dataset }) => edit(dataset.edit),
	retry: () => raise("retry"),
	restart: () => { select("ask"); arrange(); raise("restart"); leaveDrawer(); box().focus(); },
	open: ({ dataset }) => whenIdle(() => { raise("open_conversation", { conversation: dataset.open }); leaveDrawer(); }),
	list: (button) => askOf(button),
	delete: ({ dataset }) => whenIdle(() => raise("delete", { conversation: dataset.delete })),
	drawer: () => turnDrawer(),
	export: ({ dataset }) => raise("export", { format: dataset.export }),
	rate: ({ dataset, ariaPressed }) => raise("rate", { turn: dataset.turn, rating: ariaPressed === "true" ? "" : dataset.rate }),
	unfilter: ({ dataset }) => unfilter(dataset),
	about: ({ dataset }) => askAbout(dataset.about),
	finding: ({ dataset }) => focusFinding(dataset.finding),
	pick: (button) => button.closest("form").querySelector("input[type=file]").click(),
	speak: ({ dataset }) => speak(dataset.speak),
	help: () => document.querySelector("dialog.help").showModal(),
	dismiss: dismiss,
	step: ({ dataset }) => step(Number(dataset.step)),
	close: close,
};

const OPEN = ":is(.filters, .menu)[open]";
document.addEventListener("click", (event) => {
	const button = event.target.closest?.("button");
	if (button?.id === "stop") box().focus();
	for (const each of all(OPEN)) {
		const isChosen = !!event.target.closest(".choices");
		if (each.contains(event.target) && !isChosen) continue;
		each.open = false;
		// What was chosen is not seen any more, and so cannot keep the focus.
		if (isChosen) each.querySelector("summary").focus();
	}
	if (event.target === document.documentElement || event.target === document.body) leaveDrawer();
	const action = Object.keys(actions).find((name) => button && name in button.dataset);
	if (!action) return;
	hide();
	actions[action](button);
});

const escape = () => {
	const opened = document.querySelector(OPEN);
	const no = document.querySelector(".question-box [data-dismiss]");
	if (!card.hidden) hide();
	else if (no) dismiss(no);
	else if (opened) {
		opened.open = false;
		opened.querySelector("summary").focus();
	} else if (inList()) leaveList();
	else close();
};

// Whoever speaks to the page, or types by accident, can do without the keys that are one letter.
const areKeysOff = () => stored("keys") === "off";
document.addEventListener("change", ({ target }) => {
	if ("keys" in target.dataset) stored("keys", target.checked ? "on" : "off");
});
const showKeys = () => {
	const box = document.querySelector("[data-keys]");
	if (box && box.checked === areKeysOff()) box.checked = !areKeysOff();
};

const keys = {
	"/": () => { show("ask"); box().focus(); },
	"?": () => actions.help(),
	n: () => step(1),
	p: () => step(-1),
	c: () => turnDrawer(),
};

document.addEventListener("keydown", (event) => {
	if (document.querySelector("dialog[open]")) return;
	if (event.key === "Escape") return escape();
	if (event.target.closest("[role=tablist]")) moveTab(event);
	const isTyping = event.target.closest("input, textarea, select, [contenteditable=true]");
	if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
	if (areKeysOff()) return;
	const name = VIEWS[Number(event.key) - 1];
	if (!name && !(event.key in keys)) return;
	event.preventDefault();
	if (name) show(name, true);
	else keys[event.key]();
});
