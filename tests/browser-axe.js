/* What axe finds serious in this page, as JSON, for tests/browser. */
"use strict";

axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa",
	"best-practice"] }).then((found) => {
	const pre = document.createElement("pre");

	pre.id = "result";
	pre.textContent = JSON.stringify(found.violations
		.filter((one) => ["serious", "critical"].includes(one.impact))
		.map((one) => ({ impact: one.impact, help: one.help,
			at: one.nodes.map((node) => node.target.join(" "))
				.join(", ") })));
	document.body.append(pre);
});
