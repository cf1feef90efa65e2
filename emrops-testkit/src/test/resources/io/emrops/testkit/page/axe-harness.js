// Shows each page in a frame of each width, runs axe in it, and leaves one line for each fault as all that there is.
async function look(name, html, width) {
  const frame = document.createElement("iframe");
  frame.style.cssText = `border: 0; height: 900px; width: ${width}px`;
  frame.srcdoc = html;
  const shown = new Promise(resolve => { frame.onload = resolve; });
  document.body.append(frame);
  await shown;
  const inside = frame.contentDocument;
  const script = inside.createElement("script");
  script.textContent = document.getElementById("axe").textContent;
  inside.head.append(script);
  const found = await frame.contentWindow.axe.run(inside, { resultTypes: ["violations", "incomplete"] });
  const lines = [];
  const tell = (kind, rules) => rules.forEach(rule => rule.nodes.forEach(node =>
    lines.push(`${name}: ${kind} ${rule.id} (${rule.help}): ${node.html.slice(0, 200)} ${node.failureSummary || ""}`)));
  tell("violates", found.violations);
  tell("may violate", found.incomplete);
  const root = inside.documentElement;
  if (root.scrollWidth > root.clientWidth) {
    lines.push(`${name}: is ${root.scrollWidth} pixels wide on ${root.clientWidth}`);
  }
  lines.push(`${name}: ${found.passes.length} rules kept`);
  frame.remove();
  return lines;
}

(async () => {
  const lines = [];
  for (const page of document.querySelectorAll(".page")) {
    try {
      lines.push(...await look(page.dataset.name, page.textContent, page.dataset.width));
    } catch (e) {
      lines.push(`${page.dataset.name}: cannot be looked at: ${e}`);
    }
  }
  document.head.replaceChildren();
  const result = document.createElement("pre");
  result.textContent = lines.map(line => line.replace(/\s+/g, " ")).join("\n");
  document.body.replaceChildren(result);
})();
