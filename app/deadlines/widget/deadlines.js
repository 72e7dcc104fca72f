/*
 * <partnership-deadlines src="https://…" plan="…" limit="5">: what is due, on any page.
 *
 * No framework, and nothing that a strict Content-Security-Policy forbids: no markup is parsed, no style stands in
 * an attribute, nothing is evaluated. Whatever comes from the register enters the page as text. How to use it is in
 * the README of Partnership Plans.
 */
(() => {
  "use strict";
  const NAME = "partnership-deadlines";
  if (customElements.get(NAME)) return;

  // The service writes its words, shapes and style here as it serves this file, so that its own page has the same.
  const { languages: LANGUAGES, shapes: SHAPES, soon: SOON_DAYS } = "@words";
  const STYLE = "@style";

  const FILTERS = ["plan", "theme", "lead", "organisation", "sub-group", "meeting", "kind", "source", "state"];
  const ASKED = [...FILTERS, "include", "q", "from", "to", "as-of", "sort"];
  const OTHERS = ["src", "limit", "lang", "heading", "heading-level", "link", "refresh"];
  const MEMBERS = "id,kind,state,is_called_off,days_left,earliest,latest,text,title,source,leads,plan,action";
  const LIMIT = 5;
  const REFRESH_SECONDS = 300;
  const ANSWER_SECONDS = 20;
  const FIRST_RETRY_SECONDS = 30;
  const LAST_RETRY_SECONDS = 3600;
  const MOST_STORED = 20;
  const SVG = "http://www.w3.org/2000/svg";
  const HOME = document.currentScript?.src ? new URL("../", document.currentScript.src).href : null;

  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);

  // Elements -----------------------------------------------------------------------------------------------------

  /** Make an element whose class and part are `name`; children are nodes or text, what is null is left out. */
  const make = (tag, name, ...children) => {
    const made = document.createElement(tag);
    if (name) {
      made.className = name;
      made.setAttribute("part", name);
    }
    made.append(...children.filter((child) => child !== null));
    return made;
  };

  const withAttributes = (element, attributes) => {
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  };

  const shapeOf = (mark) => {
    const shape = withAttributes(document.createElementNS(SVG, "svg"), {
      viewBox: "0 0 16 16",
      class: "shape",
      part: "shape",
      "aria-hidden": "true",
    });
    shape.append(withAttributes(document.createElementNS(SVG, "path"), { d: SHAPES[mark] }));
    return shape;
  };

  // Words --------------------------------------------------------------------------------------------------------

  const filled = (pattern, values) => pattern.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  /** Split a day, YYYY-MM-DD, without a time zone's having a say in it. */
  const splitDay = (day) => day.split("-").map(Number);

  const dayTold = (day, { months }) => {
    const [year, month, date] = splitDay(day);
    return { words: `${date} ${months[month - 1]} ${year}`, datetime: day };
  };

  const monthTold = (day, { months }, withYear = true) => {
    const [year, month] = splitDay(day);
    return { words: months[month - 1] + (withYear ? ` ${year}` : ""), datetime: day.slice(0, 7) };
  };

  const areWholeMonths = (earliest, latest) => {
    const [year, month, date] = splitDay(latest);
    return earliest.endsWith("-01") && date === new Date(Date.UTC(year, month, 0)).getUTCDate();
  };

  /** Tell when something is due: a pattern, and the days that it holds, in order; whole months as months. */
  const daysTold = ({ kind, earliest, latest }, words) => {
    if (latest === null || kind === "from") return earliest ? [words.from, [dayTold(earliest, words)]] : ["", []];
    if (earliest === null || earliest === latest) return ["{first}", [dayTold(latest, words)]];
    if (!areWholeMonths(earliest, latest)) return [words.span, [earliest, latest].map((day) => dayTold(day, words))];
    if (earliest.slice(0, 7) === latest.slice(0, 7)) return ["{first}", [monthTold(latest, words)]];
    const isOneYear = earliest.slice(0, 4) === latest.slice(0, 4);
    return [words.span, [monthTold(earliest, words, !isOneYear), monthTold(latest, words)]];
  };

  const leftTold = (days, words) => {
    const [name, n] = [days >= 0 ? "left" : "late", Math.abs(days)];
    return filled(words[`${name}_${n}`] ?? words[name], { n });
  };

  const markOf = ({ kind, state, is_called_off: isCalledOff, days_left: left }) => {
    if (isCalledOff) return "cancelled";
    if (state !== "upcoming") return Object.hasOwn(SHAPES, state) ? state : "undated";
    if (kind === "from") return "starts";
    return left !== null && left <= SOON_DAYS ? "soon" : "upcoming";
  };

  /** A register that is newer than this file may have states that have no words here: they are told as they are. */
  const markTold = (mark, state, { marks }) =>
    mark === "undated" && state !== mark ? state.replaceAll("_", " ") : marks[mark];

  const namesOf = (leads) => leads.flatMap(({ name }) => name ?? []).join(", ");

  const timeTold = (at, words) => {
    const two = (number) => String(number).padStart(2, "0");
    const day = (time) => `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
    const told = `${two(at.getHours())}:${two(at.getMinutes())}`;
    return day(at) === day(new Date()) ? told : `${told}, ${dayTold(day(at), words).words}`;
  };

  // What is asked ------------------------------------------------------------------------------------------------

  /** A refusal: asked again as it is, the register would say the same. */
  class Refusal extends Error {}

  class Unreachable extends Error {
    constructor(seconds = 0) {
      super("unreachable");
      this.seconds = seconds;
    }
  }

  const secondsToWait = (header) => {
    const seconds = /^\d+$/.test(header ?? "") ? Number(header) : (Date.parse(header ?? "") - Date.now()) / 1000;
    return Math.min(Math.max(seconds || 0, 0), LAST_RETRY_SECONDS);
  };

  const hasWords = (thing, ...names) => names.every((name) => typeof thing?.[name] === "string");
  const isDay = (day) => day === null || /^\d{4}-(0[1-9]|1[0-2])-\d\d$/.test(day);

  /** Tell whether something has all that is shown of an item. */
  const isItem = (item) =>
    hasWords(item, "title", "state", "text") &&
    isDay(item.earliest) &&
    isDay(item.latest) &&
    (item.days_left === null || Number.isInteger(item.days_left)) &&
    Array.isArray(item.leads) &&
    item.leads.every((lead) => lead && typeof (lead.name ?? "") === "string") &&
    (!item.plan || hasWords(item.plan, "title", "reference")) &&
    (!item.action || hasWords(item.action, "id", "reference"));

  const areItems = (items) => Array.isArray(items) && items.every(isItem);

  const readAnswer = async (response) => {
    if (response.ok) {
      const answer = await response.json();
      // What is no list comes from something in between, such as a page to log in.
      if (!areItems(answer?.items)) throw new Unreachable();
      return answer;
    }
    const isRefused = response.status >= 400 && response.status < 500 && ![408, 425, 429].includes(response.status);
    if (!isRefused) throw new Unreachable(secondsToWait(response.headers.get("Retry-After")));
    const problem = (await response.json().catch(() => null)) ?? {};
    const faults = (problem.errors ?? []).map(({ parameter, detail }) => `${parameter}: ${detail}`);
    throw new Refusal(faults.join("; ") || problem.detail || `${response.status}`);
  };

  /** One address, asked once for all widgets that show it. Known answers outlive a reload, where that is allowed. */
  class Source {
    static #all = new Map();

    static at(address) {
      if (!Source.#all.has(address)) Source.#all.set(address, new Source(address));
      return Source.#all.get(address);
    }

    static each(act) {
      Source.#all.forEach(act);
    }

    #shownBy = new Map();
    #timer = 0;
    #asking = null;
    #failures = 0;
    #notBefore = 0;
    #isMissed = false;
    #tag = null;

    constructor(address) {
      this.address = address;
      this.answer = null;
      this.trouble = null;
    }

    join(widget, seconds) {
      this.#shownBy.set(widget, seconds);
      if (this.answer || this.trouble) this.#tellOne(widget);
      else if (!this.#asking) this.ask();
    }

    leave(widget) {
      this.#shownBy.delete(widget);
      if (this.#shownBy.size) return;
      clearTimeout(this.#timer);
      this.#asking?.abort();
      Source.#all.delete(this.address);
    }

    get #key() {
      return `${NAME} ${this.address}`;
    }

    /** Ask now, unless that goes on already, or the register asked to be left alone for a while. */
    async ask() {
      if (this.#asking) return;
      if (Date.now() < this.#notBefore) {
        this.#tell();
        return;
      }
      clearTimeout(this.#timer);
      this.#isMissed = false;
      this.#asking = new AbortController();
      const late = setTimeout(() => this.#asking?.abort(), ANSWER_SECONDS * 1000);
      try {
        this.#take(await this.#fetched());
      } catch (error) {
        this.#fail(error);
      }
      clearTimeout(late);
      this.#asking = null;
      if (!this.#shownBy.size) return;
      this.#timer = setTimeout(() => this.#wake(), this.#secondsToNext() * 1000);
      this.#tell();
    }

    /** The browser sends the ETag of what it keeps, and gives that again when the register says 304. */
    async #fetched() {
      const response = await fetch(this.address, {
        cache: "no-cache",
        credentials: "omit",
        referrerPolicy: "no-referrer",
        signal: this.#asking.signal,
      });
      const tag = response.headers.get("ETag");
      const { items } = await readAnswer(response);
      if (tag !== null && tag === this.#tag) return this.answer;
      this.#tag = tag;
      return { items };
    }

    #tell() {
      this.#shownBy.forEach((_, widget) => this.#tellOne(widget));
    }

    /** What can't be drawn in one place keeps no other from it, and nothing from being asked again. */
    #tellOne(widget) {
      try {
        widget.show(this);
      } catch (error) {
        console.error(`<${NAME}>:`, error);
      }
    }

    #take({ items }) {
      // The same items are the same object, so that nothing is drawn anew.
      this.answer = { items, at: new Date() };
      this.trouble = null;
      this.#failures = 0;
      this.#store(this.answer);
    }

    #fail(error) {
      this.#failures += 1;
      this.trouble = error;
      if (error instanceof Refusal) {
        // What may not be shown any more is not shown for being known.
        this.answer = this.#tag = null;
        this.#store(null);
        return;
      }
      this.#notBefore = Date.now() + (error.seconds ?? 0) * 1000;
      this.answer ??= this.#stored();
    }

    #secondsToNext() {
      if (this.trouble) {
        const grown = Math.min(FIRST_RETRY_SECONDS * 2 ** (this.#failures - 1), LAST_RETRY_SECONDS);
        return Math.max(grown * (1 + Math.random() / 4), (this.#notBefore - Date.now()) / 1000 + 1);
      }
      const midnight = new Date().setHours(24, 0, 1, 0) - Date.now();
      // Spread, so that all the pages of a council do not ask in the same second.
      const refresh = Math.min(...this.#shownBy.values()) * (0.9 + Math.random() / 5);
      return Math.min(refresh, midnight / 1000 + Math.random() * 30);
    }

    #wake() {
      if (document.hidden) this.#isMissed = true;
      else this.ask();
    }

    /** Ask for what fell due while nobody looked, or once the network is back. */
    resume(isOnline) {
      if (this.#isMissed || (isOnline && this.trouble)) this.ask();
    }

    #store(answer) {
      try {
        localStorage.removeItem(this.#key);
        if (!answer) return;
        // A page that asks by the day asks for another list each day: none is kept for ever.
        const others = Object.keys(localStorage).filter((key) => key.startsWith(`${NAME} `));
        if (others.length >= MOST_STORED) others.forEach((key) => localStorage.removeItem(key));
        localStorage.setItem(this.#key, JSON.stringify(answer));
      } catch {
        // Where storage is full or forbidden, what is known is known until the page is left.
      }
    }

    #stored() {
      try {
        const { items, at } = JSON.parse(localStorage.getItem(this.#key));
        return areItems(items) && !isNaN(new Date(at)) ? { items, at: new Date(at) } : null;
      } catch {
        return null;
      }
    }
  }

  document.addEventListener("visibilitychange", () => document.hidden || Source.each((one) => one.resume(false)));
  addEventListener("online", () => Source.each((one) => one.resume(true)));

  // What is shown ------------------------------------------------------------------------------------------------

  class PartnershipDeadlines extends HTMLElement {
    static observedAttributes = [...ASKED, ...OTHERS];

    #root = this.attachShadow({ mode: "open" });
    #parts = null;
    #source = null;
    #drawn = null;
    #complaints = [];
    #isDue = false;
    #isAsked = false;

    constructor() {
      super();
      this.#root.adoptedStyleSheets = [sheet];
      this.#root.append(document.createElement("slot"));
    }

    connectedCallback() {
      this.#settleSoon();
    }

    disconnectedCallback() {
      this.#settleSoon();
    }

    attributeChangedCallback(_name, before, after) {
      if (before !== after && this.isConnected) this.#settleSoon();
    }

    /** Begin or end, once, however many attributes change at a time; what is only moved is taken out and put in. */
    #settleSoon() {
      if (this.#isDue) return;
      this.#isDue = true;
      queueMicrotask(() => {
        this.#isDue = false;
        if (this.isConnected) this.#begin();
        else this.#showFrom(null);
      });
    }

    /** Have another source, or the same one still: it knows its list, and how long the register is to be left alone. */
    #showFrom(source) {
      if (source !== this.#source) this.#source?.leave(this);
      this.#source = source;
    }

    #begin() {
      this.#complaints = [];
      this.#drawn = null;
      this.words = LANGUAGES.en;
      const language = this.#language();
      this.words = LANGUAGES[language];
      const home = this.#home();
      const limit = this.#number("limit", 1, 200, LIMIT);
      const seconds = this.#number("refresh", 60, 86400, REFRESH_SECONDS);
      this.#build(home, language, this.#number("heading-level", 1, 6, 2));
      this.#tell(this.words.loading, true);
      this.#showFrom(home && Source.at(this.#address(home, "v1/deadlines", { limit, fields: MEMBERS })));
      if (home) this.#source.join(this, seconds);
      else this.#tell(this.#complaints.join(" "));
    }

    #wrong(name, allowed) {
      const value = this.getAttribute(name) ?? "";
      this.#complaints.push(filled(this.words.wrong, { name, value }));
      console.warn(`<${NAME}>: ${name}="${value}" is not understood; ${allowed}`);
    }

    #language() {
      const within = this.getRootNode().host ?? null;
      const near = this.closest("[lang]") ?? within?.closest("[lang]") ?? document.documentElement;
      const language = near.getAttribute("lang")?.toLowerCase().split("-")[0];
      const isSpoken = Object.keys(LANGUAGES).includes(language);
      if (!isSpoken && near === this) this.#wrong("lang", "it is en or cy, and taken as en");
      return isSpoken ? language : "en";
    }

    #number(name, least, most, otherwise) {
      const given = this.getAttribute(name)?.trim();
      if (!given) return otherwise;
      if (/^\d{1,6}$/.test(given) && given >= least && given <= most) return Number(given);
      this.#wrong(name, `it is a number from ${least} to ${most}, and taken as ${otherwise}`);
      return otherwise;
    }

    #home() {
      try {
        const given = this.getAttribute("src")?.trim() || HOME;
        const home = given && new URL(given, document.baseURI);
        if (!/^https?:$/.test(home?.protocol)) throw new TypeError(given);
        home.search = home.hash = "";
        if (!home.pathname.endsWith("/")) home.pathname += "/";
        return home;
      } catch {
        this.#wrong("src", "it is the address of the register, such as https://plans.example.org");
        return null;
      }
    }

    #address(home, path, more = {}) {
      const address = new URL(path, home);
      for (const name of ASKED) {
        const value = this.getAttribute(name)?.trim();
        if (value) address.searchParams.set(name.replace("-", "_"), value);
      }
      for (const [name, value] of Object.entries(more)) address.searchParams.set(name, value);
      return address.href;
    }

    /** Build all but the list. The page's own child stays in sight until there is a list to show instead. */
    #build(home, language, level) {
      const { words } = this;
      const heading = make("h2", "heading", this.getAttribute("heading")?.trim() || words.heading);
      withAttributes(heading, { id: "heading", "aria-level": level });
      const status = withAttributes(make("p", "status"), { role: "status" });
      const list = withAttributes(make("ol", "list"), { role: "list" });
      const empty = make("p", "empty", words.empty);
      const checked = make("span", "checked");
      const refresh = withAttributes(make("button", "refresh", words.refresh), { type: "button" });
      refresh.addEventListener("click", () => this.#refresh());
      const foot = make("div", "foot", checked, ...(home ? this.#links(home, language) : []), refresh);
      const slot = document.createElement("slot");
      const section = make("section", "deadlines", heading, status, list, empty, slot, foot);
      withAttributes(section, { "aria-labelledby": "heading", lang: language });
      list.hidden = empty.hidden = true;
      foot.hidden = home === null;
      this.#parts = { status, list, empty, checked, slot };
      this.#root.replaceChildren(section);
    }

    #links(home, language) {
      const link = (name, path, more) =>
        withAttributes(make("a", name, this.words[name]), { href: this.#address(home, path, more) });
      return [link("all", "widgets/deadlines", { lang: language }), link("calendar", "v1/deadlines.ics")];
    }

    #refresh() {
      this.#isAsked = true;
      this.#tell(this.words.loading, true);
      this.#source?.ask();
    }

    /** Show what the source knows, and whether that is what the register says now. */
    show(source) {
      const { list, empty, checked, slot } = this.#parts;
      const { answer, trouble } = source;
      if (this.#drawn !== (answer?.items ?? null)) this.#draw(answer?.items ?? []);
      this.#drawn = answer?.items ?? null;
      list.hidden = !answer?.items.length;
      empty.hidden = !answer || answer.items.length > 0;
      slot.hidden = answer !== null;
      const time = answer && timeTold(answer.at, this.words);
      checked.textContent = answer ? filled(this.words.checked, { time }) : "";
      if (trouble) this.#tell([...this.#complaints, this.#troubleTold(trouble, time)].join(" "));
      else if (this.#complaints.length) this.#tell(this.#complaints.join(" "));
      else this.#tell(this.#isAsked ? this.words.updated : "", true);
      this.#isAsked = false;
    }

    #troubleTold(trouble, time) {
      if (trouble instanceof Refusal) {
        console.warn(`<${NAME}>: ${trouble.message}`);
        return `${this.words.refused} (${trouble.message})`;
      }
      return time ? filled(this.words.offline, { time }) : this.words.unreachable;
    }

    /** Say something, only once, in sight or `quietly` to those who listen. */
    #tell(words, quietly = false) {
      const { status } = this.#parts;
      status.classList.toggle("quiet", quietly);
      if (status.textContent !== words) status.textContent = words;
    }

    #draw(items) {
      const focused = this.#root.activeElement?.closest("li")?.dataset.id;
      this.#parts.list.replaceChildren(...items.map((item) => this.#item(item)));
      if (!focused) return;
      const again = [...this.#parts.list.children].find((one) => one.dataset.id === focused);
      again?.querySelector("a")?.focus();
    }

    #item(item) {
      const { words } = this;
      const [mark, names] = [markOf(item), namesOf(item.leads)];
      const [pattern, days] = daysTold(item, words);
      const due = filled(pattern, { first: days[0]?.words, last: days.at(-1)?.words });
      const made = make(
        "li",
        "item",
        make("p", "state", shapeOf(mark), markTold(mark, item.state, words), this.#left(item)),
        make("p", "title", this.#title(item)),
        this.#due(pattern, days),
        item.text && item.text !== due ? make("p", "words", this.#written(item)) : null,
        names ? make("p", "leads", filled(words.leads, { names })) : null,
        item.plan && item.plan.title !== item.title ? make("p", "plan", filled(words.plan, item.plan)) : null,
      );
      made.classList.add(`item-${mark}`);
      made.part.add(`item-${mark}`);
      made.dataset.id = item.id;
      return made;
    }

    /** Nobody wrote what the service itself says of meetings and plans. */
    #written({ source, text }) {
      return ["meeting", "plan"].includes(source) ? text : filled(this.words.written, { words: text });
    }

    #left({ state, days_left: days }) {
      return days === null || state === "done" ? null : make("span", "left", leftTold(days, this.words));
    }

    #due(pattern, days) {
      if (!days.length) return null;
      const times = { first: days[0], last: days.at(-1) };
      const pieces = pattern.split(/\{(\w+)\}/).map((piece, place) => {
        if (place % 2 === 0) return piece;
        const { words, datetime } = times[piece];
        return withAttributes(make("time", null, words), { datetime });
      });
      return make("p", "due", ...pieces);
    }

    #title(item) {
      const href = this.#linkTo(item);
      const title = item.action ? `${item.action.reference} ${item.title}` : item.title;
      return href ? withAttributes(make("a", "link", title), { href }) : title;
    }

    /** Fill the page's own template of links; what has no action has no link. */
    #linkTo({ action, plan }) {
      const template = this.getAttribute("link")?.trim();
      if (!template || !action) return null;
      const values = { id: action.id, reference: action.reference, plan: plan?.reference ?? "" };
      const href = template.replace(/\{(id|reference|plan)\}/g, (_, name) => encodeURIComponent(values[name]));
      const { protocol } = withAttributes(document.createElement("a"), { href });
      return /^https?:$/.test(protocol) ? href : null;
    }
  }

  customElements.define(NAME, PartnershipDeadlines);
})();
