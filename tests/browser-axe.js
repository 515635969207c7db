/* What axe finds serious in this page, and that it is wider than the window, as
 * JSON, for tests/browser. */
"use strict";

axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa",
	"best-practice"] }).then((found) => {
	const pre = document.createElement("pre");
	const width = document.documentElement.scrollWidth;
	const wide = width > innerWidth ? [{ impact: "serious",
		help: "wider than the window", at: width }] : [];

	pre.id = "result";
	pre.textContent = JSON.stringify(found.violations
		.filter((one) => ["serious", "critical"].includes(one.impact))
		.map((one) => ({ impact: one.impact, help: one.help,
			at: one.nodes.map((node) => node.target.join(" "))
				.join(", ") })).concat(wide));
	document.body.append(pre);
});
