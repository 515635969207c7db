/* Types, chooses and clears as a person does, for tests/browser. What the hash
 * names is tried: "search", with the page's script; "filter", without it;
 * "all", the rows of the other pages; "further", that those which one press
 * leaves are told of and read by the next. */
"use strict";

window.addEventListener("load", async () => {
	const form = document.querySelector("form.filter");
	const all = () => Array.from(document.querySelectorAll(".events > li"));
	const shown = () => all().filter((row) => row.checkVisibility()).length;
	const change = (field, value) => {
		field.value = value;
		field.dispatchEvent(new Event("input", { bubbles: true }));
	};
	const status = () => form.querySelector("[role=status]").textContent;
	const choose = (n) => {
		const place = form.elements.place;

		change(place, place.options[n].value);
	};
	const before = all().length;
	const some = () => shown() > 0 && shown() < all().length;
	const until = async (done) => {
		for (let i = 0; i < 200 && !done(); i++)
			await new Promise((next) => setTimeout(next, 50));
		return done();
	};
	/* A chain of 130 pages with a row each, in place of the site's. */
	const chain = (address) => {
		const n = Number(new URL(address).searchParams.get("n"));
		const next = n < 130 ? `<a rel="next" href="?n=${n + 1}">On</a>` : "";

		return Promise.resolve(new Response(`<ol class="events">
			<li class="row"><a href="event/old${n}.html">Old ${n}</a>
			</li></ol>${next}`));
	};
	const more = form.querySelector(".more");
	const plans = {
		search: [
			["the form is hidden", () => form.checkVisibility()],
			["not all is shown", () => shown() === before],
			["a word finds nothing or all", () => {
				change(form.elements.q, "FORUM");
				return some();
			}],
			["no count", () => /\d.*\d/.test(status())],
			["a place finds nothing", () => {
				change(form.elements.q, "");
				choose(1);
				return some();
			}],
			["the name of a language finds nothing", () => {
				choose(0);
				change(form.elements.q,
					form.elements.language.options[1].value);
				return shown() > 0;
			}],
			["nonsense finds something", () => {
				change(form.elements.q, "qqqq zzzz");
				return shown() === 0 && status() !== "" &&
					!Array.from(document.querySelectorAll("h3"))
						.some((one) => one.checkVisibility());
			}],
			["clearing does not show all", async () => {
				form.querySelector("[type=reset]").click();
				return until(() => shown() === before);
			}],
		],
		filter: [
			["the form is hidden", () => form.checkVisibility()],
			["words are asked for", () =>
				!form.elements.q.checkVisibility()],
			["not all is shown", () => shown() === before],
			["a place finds nothing", () => {
				choose(1);
				return some();
			}],
			["another place is the same", () => {
				const first = all().map((row) =>
					row.checkVisibility());

				choose(2);
				return some() && all().some((row, i) =>
					row.checkVisibility() !== first[i]);
			}],
			["a heading over nothing stays", () => Array.from(
				document.querySelectorAll(".events"))
				.every((list) => !/H3/.test(
					list.previousElementSibling.tagName) ||
					Array.from(list.children).some((row) =>
						row.checkVisibility()) ===
					list.previousElementSibling
						.checkVisibility())],
			["clearing does not show all", () => {
				form.reset();
				return shown() === before;
			}],
		],
		further: [
			["what is left is not told", async () => {
				window.fetch = chain;
				document.querySelectorAll(".shelves a")
					.forEach((link, i) => i && link.remove());
				document.querySelector(".shelves a").href =
					location.pathname + "?n=1";
				more.click();
				return until(() => !more.disabled &&
					status().includes(more.dataset.left));
			}],
			["not a hundred pages are read", () =>
				all().length === before + 100],
			["what is found hides that some is left", () => {
				change(form.elements.q, "old 77");
				return shown() === 1 &&
					status().includes(more.dataset.left);
			}],
			["the button does not lead on", () =>
				more.textContent === more.dataset.further],
			["the rest is not read", () => {
				more.click();
				return until(() => all().length === before + 130);
			}],
			["the oldest is not found", async () => {
				await until(() => !more.checkVisibility());
				change(form.elements.q, "old 130");
				return shown() === 1 && !more.checkVisibility() &&
					!status().includes(more.dataset.left);
			}],
		],
		all: [
			["no way to the other pages", () =>
				form.querySelector(".more").checkVisibility()],
			["no row of another page", () => {
				form.querySelector(".more").click();
				return until(() => all().length > before);
			}],
			["the button stays", async () => until(() =>
				!form.querySelector(".more").checkVisibility())],
			["what only another page has is not found", async () => {
				change(form.elements.q, "sea 2012");
				return shown() === 1;
			}],
			["a row leads nowhere", async () => {
				const answers = await Promise.all(all().map((row) =>
					fetch(row.querySelector("a").href)));

				return answers.every((answer) => answer.ok);
			}],
		],
	};
	const pre = document.createElement("pre");
	let wrong = "found";

	for (const [what, check] of plans[location.hash.slice(1)])
		if (wrong === "found" && !await check())
			wrong = what;
	pre.id = "result";
	pre.textContent = JSON.stringify(wrong);
	document.body.append(pre);
});
