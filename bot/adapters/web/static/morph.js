// Morphing: make a part of the page like another in place, so that focus, caret, open parts and
// scrolling stay. `data-keep` marks what only the page fills; `data-local` names attributes that
// only the page sets.

export function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = html; // from the bot, which escapes; scripts in it would not run
  return template.content.firstElementChild;
}

export function morph(node, wanted) {
  if (node.nodeType !== Node.ELEMENT_NODE) {
    if (node.nodeValue !== wanted.nodeValue) node.nodeValue = wanted.nodeValue;
    return;
  }
  if (node.hasAttribute("data-keep")) return;
  morphAttributes(node, wanted);
  morphChildren(node, wanted);
}

function morphAttributes(node, wanted) {
  const local = ["data-local", ...(node.getAttribute("data-local") ?? "").split(" ")];
  for (const { name } of [...node.attributes]) {
    if (!wanted.hasAttribute(name) && !local.includes(name)) node.removeAttribute(name);
  }
  for (const { name, value } of wanted.attributes) {
    if (node.getAttribute(name) !== value && !local.includes(name)) node.setAttribute(name, value);
  }
}

function morphChildren(node, wanted) {
  const old = [...node.childNodes];
  const pairs = [...wanted.childNodes].map((child) => {
    const found = old.findIndex((candidate) => isSame(candidate, child));
    return [found < 0 ? null : old.splice(found, 1)[0], child];
  });
  old.forEach((child) => child.remove());
  let place = node.firstChild;
  for (const [kept, child] of pairs) {
    const here = kept ?? child;
    if (here === place) place = place.nextSibling;
    else node.insertBefore(here, place);
    if (kept) morph(kept, child);
  }
}

function isSame(one, other) {
  return one.nodeType === other.nodeType && one.nodeName === other.nodeName && key(one) === key(other);
}

function key(node) {
  return node.id || node.dataset?.key || node.dataset?.part || "";
}
