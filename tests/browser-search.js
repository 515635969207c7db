/* Types, chooses and clears as a person does, for tests/browser. */
"use strict";

window.addEventListener("load", () => {
	const form = document.querySelector("form.filter");
	const rows = Array.from(document.querySelectorAll(".events > li"));
	const shown = () => rows.filter((row) => row.checkVisibility()).length;
	const change = (field, value) => {
		field.value = value;
		field.dispatchEvent(new Event("input", { bubbles: true }));
	};
	const status = () => form.querySelector("[role=status]").textContent;
	const checks = [
		["the form is hidden", () => !form.hidden],
		["not all is shown", () => shown() === rows.length],
		["a word finds nothing or all", () => {
			change(form.elements.q, "FORUM");
			return shown() > 0 && shown() < rows.length;
		}],
		["no count", () => /\d.*\d/.test(status())],
		["a place finds nothing", () => {
			const place = form.elements.place;

			change(form.elements.q, "");
			change(place, place.options[1].value);
			return shown() > 0 && shown() < rows.length;
		}],
		["nonsense finds something", () => {
			change(form.elements.q, "qqqq zzzz");
			return shown() === 0 && status() !== "" &&
				!Array.from(document.querySelectorAll("h3"))
					.some((one) => one.checkVisibility());
		}],
	];
	const wrong = checks.find((check) => !check[1]());
	const pre = document.createElement("pre");

	pre.id = "result";
	pre.textContent = JSON.stringify(wrong ? wrong[0] : "found");
	document.body.append(pre);
});
