// What was written and has not arrived: kept over reloads (files are not), sent in order, each again under its own id until accepted.
import { upload } from "/static/files.js";

const KEY = "canbo-queue";
const SLOWEST = 15000;

export class Queue {
  constructor(told) {
    this.told = told;
    this.messages = [];
    this.pause = 1000;
    addEventListener("online", () => this.go());
  }

  restore() {
    try { this.messages = JSON.parse(sessionStorage.getItem(KEY)) || []; } catch { this.messages = []; }
    this.messages.forEach((message) => this.told.waiting(message));
    this.go();
  }

  add(message) {
    this.messages.push(message);
    this.keep();
    this.told.waiting(message);
    this.go();
  }

  done(id) {
    this.messages = this.messages.filter((message) => message.id !== id || message === this.flying);
    this.keep();
  }

  clear() { this.messages = []; this.keep(); }

  keep() {
    try { sessionStorage.setItem(KEY, JSON.stringify(this.messages.filter((message) => !message.file))); } catch { /* private mode: only in memory */ }
  }

  async go() {
    if (this.flying) return;
    clearTimeout(this.timer);
    while (this.messages.length) {
      const message = this.flying = this.messages[0];
      const wait = await this.post(message);
      this.flying = null;
      if (wait) { this.timer = setTimeout(() => this.go(), wait); return; }
      if (this.messages[0] === message) this.messages.shift();
      this.keep();
    }
  }

  // Returns how long to wait before trying again; nothing where the matter is settled.
  async post(message) {
    const { at, ...body } = message;
    let answer;
    // A file that was moved or changed after it was chosen can never be read again.
    if (message.file && !await message.file.slice(0, 1).arrayBuffer().catch(() => null)) {
      this.told.refused(message, this.told.gone());
      return 0;
    }
    try {
      answer = message.file ? await upload(message, (share) => this.told.progress(message, share)) : await fetch("/chat", {
        method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" },
        signal: AbortSignal.timeout ? AbortSignal.timeout(SLOWEST) : undefined,
      });
    } catch { return this.again(); }
    if (answer.status === 202) { this.pause = 1000; this.told.sent(message); return 0; }
    const { say } = await answer.json().catch(() => ({}));
    if (answer.status === 429) { this.told.later(say); return 1000 * Number(answer.headers.get("Retry-After") || 2); }
    if (answer.status >= 500 || answer.status === 408) return this.again();
    this.told.refused(message, say);
    return 0;
  }

  again() {
    this.told.later();
    this.pause = Math.min(this.pause * 2, 30000);
    return this.pause;
  }
}
