// The script of the page. Gradio runs it once, with the pane as `element`, its value in `props.value`,
// `trigger(name, data)`, which raises an event that `wiring.py` answers, and `upload(file)`, which sends a file.
// The events: "begin", "speak", "open_place", "ask_offered", "retry", "edit", "restart", "filter",
// "compare", "check_quote", "check_draft", "check_file", "timeline", "add_files", "add_address", "ask_remove", "keep_document", "remove_document",
// "list", "open_conversation", "rename", "delete", "rate", "export".

const VIEWS = ["ask", "compare", "check", "timeline", "library"];
const FORMS = { compare: ["compare"], check: ["check_quote", "check_draft"], timeline: ["timeline"] };
// What is sent by these is no part of a link: too long, or an act.
const UNLINKED = ["check_draft", "add_address"];
const byId = (id) => document.getElementById(id);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const box = () => document.querySelector("#question textarea");
const masthead = () => document.querySelector(".masthead");

// The address tells the view and what was asked there, so that a link to it can be passed on.
const address = (change) => {
	const url = new URL(location.href);
	change(url.searchParams);
	return url;
};
const KEPT = ["lang", "__theme"];
const forget = (fields, ...more) => {
	for (const key of [...fields.keys()]) if (![...KEPT, ...more].includes(key)) fields.delete(key);
};
const remember = (change) => history.replaceState(null, "", address(change));

// Gradio raises what came while an event was still answered once more at its end, but with the data of the first: in one
// object for each event, these are the newest.
const raised = {};
const raise = (name, data = {}) => {
	const kept = (raised[name] ??= {});
	for (const key of Object.keys(kept)) delete kept[key];
	trigger(name, Object.assign(kept, data));
};

// Tabs

let view = "ask";

const put = (part, name, value) => {
	if (part && part.getAttribute(name) !== value) part.setAttribute(name, value);
};

const select = (name, focus = false) => {
	view = VIEWS.includes(name) ? name : "ask";
	for (const each of VIEWS) {
		const panel = byId(each);
		const tab = byId(`tab-${each}`);
		put(panel, "role", "tabpanel");
		put(panel, "aria-labelledby", `tab-${each}`);
		panel.hidden = each !== view;
		put(tab, "aria-selected", String(each === view));
		put(tab, "tabindex", each === view ? "0" : "-1");
	}
	document.body.dataset.view = view;
	const tab = byId(`tab-${view}`);
	if (tab) document.title = `${tab.textContent} · ${masthead().querySelector("h1").textContent}`;
	if (focus) byId(`tab-${view}`)?.focus();
};

const show = (name, focus) => {
	select(name, focus);
	arrange();
	remember((fields) => {
		forget(fields, "conversation");
		if (view !== "ask") fields.set("view", view);
	});
	scrollTo({ top: 0 });
};

const moveTab = (event) => {
	const step = { ArrowRight: 1, ArrowLeft: -1, Home: -VIEWS.indexOf(view), End: VIEWS.length - 1 - VIEWS.indexOf(view) };
	if (!(event.key in step)) return;
	event.preventDefault();
	show(VIEWS[(VIEWS.indexOf(view) + step[event.key] + VIEWS.length) % VIEWS.length], true);
};

// Forms

const values = (form) => {
	const found = {};
	for (const [name, value] of new FormData(form)) if (typeof value === "string") (found[name] ??= []).push(value);
	return found;
};

const fill = (form, given) => {
	for (const [name, list] of Object.entries(given)) {
		all(`[name="${CSS.escape(name)}"]`, form).forEach((control, at) => {
			if (control.type === "checkbox") {
				control.checked = list.includes(control.value);
				return;
			}
			const isOld = control.type !== "file" && list[at] !== undefined && control.value !== list[at];
			const isKnown = !control.options || [...control.options].some((option) => option.value === list[at]);
			if (isOld && isKnown) control.value = list[at];
		});
	}
};

const isLive = (form) => "live" in form.dataset;

const send = (form, given = values(form)) => {
	const name = form.dataset.event;
	if (name === "check_draft") raise(name, { text: given.text.join("") });
	else raise(name, given);
	if (UNLINKED.includes(name) || isLive(form) || "passing" in form.dataset) return;
	remember((fields) => {
		forget(fields, "conversation");
		fields.set("view", view);
		for (const [key, list] of Object.entries(given)) for (const each of list) if (each) fields.append(key, each);
	});
};

// A part that is shown anew, in another language or with another document in the library, keeps what was typed.
const typed = {};
document.addEventListener("input", (event) => {
	const form = event.target.closest("form[data-event]");
	if (form && !("passing" in form.dataset)) typed[form.dataset.event] = values(form);
});

document.addEventListener("submit", (event) => {
	const form = event.target.closest("form[data-event]");
	event.preventDefault();
	if (form && !isLive(form)) send(form);
});
document.addEventListener("change", (event) => {
	const { upload: name } = event.target.dataset;
	if (name) sendFiles(name, [...event.target.files]);
	const form = event.target.closest("form[data-live]");
	if (form?.checkValidity()) send(form);
});
document.addEventListener("reset", (event) => {
	const form = event.target;
	delete typed[form.dataset.event];
	setTimeout(() => isLive(form) && send(form));
});

// Files

const sendFiles = async (name, files) => {
	if (!files.length) return;
	// A file that does not arrive, because it is too large for example, is told by the server, which misses it.
	const sent = await Promise.allSettled(files.map((file) => upload(file)));
	raise(name, { files: sent.map((each) => each.value?.path ?? "") });
};
const overDrop = (event) => event.target.closest?.("[data-drop]");
document.addEventListener("dragover", (event) => {
	const target = overDrop(event);
	if (!target) return;
	event.preventDefault();
	target.classList.add("is-over");
});
document.addEventListener("dragleave", (event) => overDrop(event)?.classList.remove("is-over"));
document.addEventListener("drop", (event) => {
	const target = overDrop(event);
	if (!target) return;
	event.preventDefault();
	target.classList.remove("is-over");
	sendFiles(target.dataset.drop, [...event.dataTransfer.files]);
});
