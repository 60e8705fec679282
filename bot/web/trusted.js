// Builds what the bot says from a short list of tags, without attributes; any other tag is left out, its words stay.
const ALLOWED = new Set(["B", "I", "CODE", "BLOCKQUOTE", "BR"]);

export function trusted(html) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  const result = document.createDocumentFragment();
  copy(parsed.body, result);
  return result;
}

function copy(from, to) {
  for (const node of from.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) to.append(node.data);
    else if (node.nodeType === Node.ELEMENT_NODE && !["SCRIPT", "STYLE"].includes(node.nodeName)) {
      const into = ALLOWED.has(node.nodeName) ? to.appendChild(document.createElement(node.nodeName)) : to;
      copy(node, into);
    }
  }
}
