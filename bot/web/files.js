// Files: chosen, dropped or pasted; shown in bubbles; sent with their progress.
const MOST = 20 * 2 ** 20;
// Characters that go along, and bytes of a request's head that a server takes: each letter may be nine.
const CAPTION = 600;
const STALLED = 30000;
const ICON = "M6 2.5h8l5 5v14H6zM14 2.5v5h5";

export function size(bytes, language) {
  const [amount, unit] = bytes < 1e6 ? [Math.max(1, bytes / 1e3), "kB"] : [bytes / 1e6, "MB"];
  return `${new Intl.NumberFormat(language, { maximumFractionDigits: amount < 10 ? 1 : 0 }).format(amount)} ${unit}`;
}

const address = (file) => file.made ? `/file/made/${Number(file.made)}`
  : file.document ? `/file/${Number(file.document)}/${Number(file.version)}` : "";

// A picture in a bubble, to be opened in full size; a card where it cannot be fetched any more.
function picture(file, say, language) {
  const link = document.createElement("a");
  link.className = "picture";
  link.href = address(file);
  link.target = "_blank";
  link.rel = "noopener";
  const image = document.createElement("img");
  image.alt = `${say.open}: ${file.name}`;
  image.onerror = () => link.replaceWith(card({ name: file.name, size: file.size }, say, language));
  image.src = link.href;
  link.append(image);
  return link;
}

// A card in a bubble; that of a file which can be fetched is a link.
export function card(file, say, language) {
  const place = address(file);
  if (file.picture && place) return picture(file, say, language);
  const made = document.createElement(place ? "a" : "div");
  made.className = "file";
  const big = size(file.size, language);
  if (place) {
    made.href = place;
    made.download = file.name;
    made.setAttribute("aria-label", `${say.download}: ${file.name}, ${big}`);
  }
  const icon = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  icon.setAttribute("viewBox", "0 0 24 24");
  icon.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", ICON);
  icon.append(path);
  const name = document.createElement("span");
  name.className = "file-name";
  name.append(file.name);
  const note = document.createElement("span");
  note.className = "file-size";
  note.append(place ? `${big} · ${say.download}` : big);
  const words = document.createElement("span");
  words.className = "file-words";
  words.append(name, note);
  made.append(icon, words);
  return made;
}

// Lets files in by the button, by dropping and by pasting; those that are too large are refused here already.
export class Intake {
  constructor({ button, input, drop, text, take, refuse }) {
    this.open = false;
    this.offer = (files) => {
      // What is typed already goes along with the first that is sent.
      for (const file of files) file.size > MOST ? refuse(file) : take(file, text.value.trim().slice(0, CAPTION));
    };
    button.onclick = () => input.click();
    input.onchange = () => { this.offer([...input.files]); input.value = ""; };
    const carries = (event) => this.open && [...event.dataTransfer.types].includes("Files");
    addEventListener("dragover", (event) => { if (carries(event)) { event.preventDefault(); drop.hidden = false; } });
    addEventListener("dragleave", (event) => { if (!event.relatedTarget) drop.hidden = true; });
    addEventListener("drop", (event) => {
      drop.hidden = true;
      if (carries(event)) { event.preventDefault(); this.offer([...event.dataTransfer.files]); }
    });
    text.addEventListener("paste", (event) => {
      // Word puts a picture beside the text that is meant.
      const { files, types } = event.clipboardData;
      if (this.open && files.length && !types.includes("text/plain")) { event.preventDefault(); this.offer([...files]); }
    });
    this.button = button;
  }

  allow(open) { this.open = open; this.button.hidden = !open; }
}

// Like fetch, with progress; it fails when nothing moves any more, not when it takes long.
export function upload(message, progress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let timer;
    const alive = (after = STALLED) => { clearTimeout(timer); timer = setTimeout(() => request.abort(), after); };
    request.open("POST", "/chat/file");
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("X-Event", message.id);
    request.setRequestHeader("X-File-Name", encodeURIComponent(message.file.name));
    if (message.text) request.setRequestHeader("X-Caption", encodeURIComponent(message.text));
    request.upload.onprogress = (event) => { alive(); progress(event.loaded / event.total); };
    request.upload.onload = () => alive(2 * STALLED);
    request.onload = () => resolve(new Response(request.responseText, {
      status: request.status, headers: { "Retry-After": request.getResponseHeader("Retry-After") || "" },
    }));
    request.onerror = request.onabort = () => reject(new Error("not sent"));
    request.onloadend = () => clearTimeout(timer);
    alive();
    request.send(message.file);
  });
}
