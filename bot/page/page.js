// The script of the page. Gradio runs it once, with the pane as `element`, its value in `props.value`,
// and `trigger(name, data)`, which raises an event that `app.py` answers.

let opener = null;

const open = (button) => {
	opener?.removeAttribute("aria-current");
	button.setAttribute("aria-current", "true");
	opener = button;
};

const close = () => {
	if (!props.value) return;
	props.value = "";
	opener?.removeAttribute("aria-current");
	if (opener?.isConnected) opener.focus();
	opener = null;
};

const show = () => {
	const source = element.querySelector(".source");
	if (!source) return;
	const words = source.querySelector("mark.cited");
	source.querySelector(".sheet").scrollTop = 0;
	words?.scrollIntoView({ block: "center" });
	source.focus({ preventScroll: true });
};

const closeLibrary = (except) => {
	const library = document.querySelector(".library[open]");
	if (library && !library.contains(except)) library.open = false;
};

const actions = {
	ask: (data) => trigger("ask_example", { question: data.ask }),
	citation: (data) => trigger("open_citation", { turn: data.turn, citation: data.citation }),
	document: (data) => trigger("open_document", { document: data.document }),
	restart: () => {
		trigger("restart");
		document.querySelector("#question textarea").focus();
	},
	close: close,
};

document.addEventListener("click", (event) => {
	const button = event.target.closest?.("button");
	closeLibrary(button?.dataset.document ? null : event.target);
	const action = Object.keys(actions).find((name) => button && name in button.dataset);
	if (!action) return;
	if (action === "citation") open(button);
	if (action === "document") open(document.querySelector(".library > summary"));
	actions[action](button.dataset);
});

document.addEventListener("keydown", (event) => {
	if (event.key !== "Escape") return;
	const library = document.querySelector(".library[open]");
	if (library) {
		library.open = false;
		library.querySelector("summary").focus();
	} else close();
});

// A new question comes to the top of the window, so that its answer is read from its beginning.
const transcript = document.getElementById("transcript");
let turns = 0;
new MutationObserver(() => {
	const all = transcript.querySelectorAll(".turn");
	if (all.length > turns) all[all.length - 1].scrollIntoView({ block: "start" });
	turns = all.length;
}).observe(transcript, { childList: true, subtree: true });

watch("value", show);
