/* Search and filters of the lists of events. The rows are all in the page, with
 * a class for each value that they can be filtered by, and rules of style filter
 * by them; this script adds the search for words, the count, and the way to the
 * rows of the pages that this one leads to. */
"use strict";

(function () {
	const form = document.querySelector("form.filter");
	let rows = Array.from(document.querySelectorAll(".events > .row"));

	if (!form || rows.length < 2)
		return;

	/* So many pages are read at a press of the button, the newest first. */
	const PAGES_MAX = 100;
	const fold = (text) => text.normalize("NFKC").toLowerCase();
	const selects = Array.from(form.querySelectorAll("select"));
	const status = form.querySelector("[role=status]");
	const more = form.querySelector("button.more");
	const collator = new Intl.Collator(document.documentElement.lang);
	const texts = new Map();
	/* The pages that are not read yet: null before the first press. */
	let waiting = null;
	/* The list of what other pages have, below all others. */
	let found = null;
	/* What was announced this week stands in the page twice. */
	const linkOf = (row) => row.querySelector("a").href;
	const count = (list) => new Set(list.map(linkOf)).size;

	/* What a row says, and what it is filtered by, its language, say. */
	function textOf(row) {
		let text = texts.get(row);

		if (text === undefined) {
			text = fold(row.textContent + " " + Array.from(
				row.classList, (name) => {
					const option = form.querySelector(
						"#" + CSS.escape(name));

					return option ? option.value : "";
				}).join(" "));
			texts.set(row, text);
		}
		return text;
	}

	function sort(select) {
		const chosen = select.value;

		Array.from(select.options).slice(1)
			.sort((a, b) => collator.compare(a.value, b.value))
			.forEach((option) => select.add(option));
		select.value = chosen;
	}

	/* Headings over nothing go too. */
	function settle(list) {
		const heading = list.previousElementSibling;

		list.hidden = !list.querySelector(":scope > li:not([hidden])");
		if (heading && /^H[23]$/.test(heading.tagName))
			heading.hidden = list.hidden;
	}

	function apply() {
		const words = fold(form.elements.q.value).split(/\s+/)
			.filter(Boolean);
		const chosen = selects.map((select) => select.selectedOptions[0].id)
			.filter(Boolean);
		const active = words.length > 0 || chosen.length > 0;
		const shown = rows.filter((row) =>
			chosen.every((name) => row.classList.contains(name)) &&
			words.every((word) => textOf(row).includes(word)));
		const kept = new Set(shown);

		rows.forEach((row) => { row.hidden = !kept.has(row); });
		document.querySelectorAll(".events").forEach(settle);
		document.querySelectorAll("main > section").forEach((section) => {
			section.hidden = !section.querySelector(
				".events:not([hidden])");
		});
		status.textContent = !active ? "" :
			shown.length === 0 ? form.dataset.none :
			form.dataset.count.replace("{1}", count(shown))
				.replace("{2}", count(rows));
		if (waiting && waiting.length > 0)
			status.textContent += " " + more.dataset.left;
	}

	/* So that what was found can be sent to somebody. */
	function remember() {
		const query = new URLSearchParams(
			Array.from(new FormData(form)).filter((pair) => pair[1]));
		const text = query.toString();

		try {
			history.replaceState(null, "", text ? "?" + text :
				location.pathname + location.hash);
		} catch (error) {
			/* A page from a disk has no address to change. */
		}
	}

	/* ------------------------------------------------ the other pages */

	/* The choices that only the other page has. */
	function takeChoices(page) {
		selects.forEach((select) => {
			const name = "select[name=" + select.name + "] option[id]";

			page.querySelectorAll(name).forEach((option) => {
				if (!document.getElementById(option.id))
					select.add(document.adoptNode(option));
			});
		});
	}

	/* The rows that are not here yet, with links that lead from here. */
	function takeRows(page, address, known, list) {
		page.querySelectorAll(".events > .row").forEach((row) => {
			row.querySelectorAll("a").forEach((link) => {
				link.href = new URL(link.getAttribute("href"),
					address).href;
			});
			if (known.has(linkOf(row)))
				return;
			known.add(linkOf(row));
			list.append(document.adoptNode(row));
		});
	}

	async function readPage(address) {
		const answer = await fetch(address);

		if (!answer.ok)
			throw new Error(answer.status);
		return new DOMParser().parseFromString(await answer.text(),
			"text/html");
	}

	function openFound() {
		const section = document.createElement("section");
		const heading = document.createElement("h2");
		const list = document.createElement("ol");

		heading.textContent = more.dataset.title;
		list.className = "events";
		section.append(heading, list);
		document.querySelector("main").append(section);
		return list;
	}

	/* The first press reads the pages that this one leads to, one more those
	 * that are left. */
	async function readMore() {
		const list = found = found || openFound();
		const here = list.children.length;
		const known = new Set(rows.map(linkOf));
		let failed = false;

		more.disabled = true;
		waiting = waiting || Array.from(
			document.querySelectorAll(".shelves a"),
			(link) => link.href);
		for (let n = 1; waiting.length > 0 && n <= PAGES_MAX; n++) {
			const address = waiting.shift();

			status.textContent =
				more.dataset.reading.replace("{1}", n);
			try {
				const page = await readPage(address);
				const next = page.querySelector("a[rel=next]");

				takeChoices(page);
				takeRows(page, address, known, list);
				if (next)
					waiting.unshift(new URL(
						next.getAttribute("href"),
						address).href);
			} catch (error) {
				failed = true;
			}
		}
		rows = rows.concat(Array.from(list.children).slice(here));
		texts.clear();
		selects.forEach(sort);
		more.disabled = false;
		more.textContent = more.dataset.further;
		more.hidden = waiting.length === 0;
		apply();
		if (failed)
			status.textContent += " " + more.dataset.failed;
	}

	selects.forEach(sort);
	new URLSearchParams(location.search).forEach((value, name) => {
		const field = form.elements.namedItem(name);

		if (field)
			field.value = value;
	});
	/* An address may ask for what is not in the page any more. */
	selects.forEach((select) => {
		if (select.selectedIndex < 0)
			select.value = "";
	});
	form.addEventListener("input", () => { apply(); remember(); });
	form.addEventListener("reset", () => setTimeout(() => {
		apply();
		remember();
	}));
	form.addEventListener("submit", (event) => event.preventDefault());
	form.querySelector(".words").hidden = false;
	form.hidden = false;
	/* Pages on a disk may not read each other. */
	if (more && location.protocol.startsWith("http")) {
		more.hidden = false;
		more.addEventListener("click", readMore);
	}
	apply();
})();
