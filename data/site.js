/* Search and filters of the lists of events. The rows are all in the page and
 * say in data- attributes what they can be filtered by; without this script the
 * page shows every one of them. */
"use strict";

(function () {
	const form = document.querySelector("form.filter");
	const rows = Array.from(document.querySelectorAll(".events > li"));

	if (!form || rows.length < 2)
		return;

	const fold = (text) => text.normalize("NFKC").toLowerCase();
	const values = (row, name) => (row.dataset[name] || "").split("|");
	const selects = Array.from(form.querySelectorAll("select"));
	const status = form.querySelector("[role=status]");
	const texts = new Map(rows.map((row) => [row, fold(row.textContent +
		" " + Object.values(row.dataset).join(" "))]));
	/* What was announced this week stands in the page twice. */
	const count = (list) =>
		new Set(list.map((row) => row.querySelector("a").href)).size;
	const all = count(rows);

	/* A filter without a choice is none. */
	function fill(select) {
		const found = new Set();

		rows.forEach((row) => values(row, select.name)
			.filter(Boolean).forEach((value) => found.add(value)));
		Array.from(found).sort(new Intl.Collator(
			document.documentElement.lang).compare)
			.forEach((value) => select.add(new Option(value)));
		select.parentElement.hidden = found.size < 2;
	}

	function fits(row, words) {
		return words.every((word) => texts.get(row).includes(word)) &&
			selects.every((select) => select.value === "" ||
				values(row, select.name).includes(select.value));
	}

	/* Headings over nothing go too. */
	function settle(list) {
		const heading = list.previousElementSibling;

		list.hidden = !list.querySelector(":scope > li:not([hidden])");
		if (heading && heading.tagName === "H3")
			heading.hidden = list.hidden;
	}

	function apply() {
		const words = fold(form.elements.q.value).split(/\s+/)
			.filter(Boolean);
		const shown = rows.filter((row) => fits(row, words));
		const kept = new Set(shown);
		const active = words.length > 0 ||
			selects.some((select) => select.value !== "");

		rows.forEach((row) => { row.hidden = !kept.has(row); });
		document.querySelectorAll(".events").forEach(settle);
		document.querySelectorAll("main > section").forEach((section) => {
			section.hidden = !section.querySelector(
				".events:not([hidden])");
		});
		status.textContent = !active ? "" :
			shown.length === 0 ? form.dataset.none :
			form.dataset.count.replace("{1}", count(shown))
				.replace("{2}", all);
		return active;
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

	selects.forEach(fill);
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
	form.hidden = false;
	apply();
})();
