// What a browser adds to the pages: sorting, filters, search, and in report.html the pages of
// implementations, families and cases, which stand compressed at its end. Everything that comes
// from results is escaped on its way into the page.
"use strict";
(() => {
  const find = (selector, from = document) => from.querySelector(selector);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];

  // Sorting: the heads become buttons.
  const order = (row, column) => {
    const cell = row.cells[column];
    const text = cell.dataset.order ?? cell.textContent.trim();
    const number = Number(text.replaceAll(",", ""));
    return text === "" || Number.isNaN(number) ? text.toLowerCase() : number;
  };
  const compare = (x, y) =>
    typeof x === typeof y ? (x < y ? -1 : x > y ? 1 : 0) : typeof x === "number" ? -1 : 1;
  const sort = (table, head) => {
    const heads = [...head.parentNode.cells];
    const column = heads.indexOf(head);
    const first = head.dataset.first === "down" ? "descending" : "ascending";
    const other = first === "descending" ? "ascending" : "descending";
    const now = head.getAttribute("aria-sort") === first ? other : first;
    heads.forEach((one) => one.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", now);
    const sign = now === "ascending" ? 1 : -1;
    const body = table.tBodies[0];
    const rows = [...body.rows].map((row) => [order(row, column), row]);
    rows.sort((x, y) => sign * compare(x[0], y[0]));
    body.append(...rows.map((pair) => pair[1]));
  };
  const makeSortable = (from) => {
    for (const table of all("table.sortable", from)) {
      for (const head of table.tHead.rows[0].cells) {
        const button = document.createElement("button");
        button.type = "button";
        button.append(...head.childNodes);
        button.addEventListener("click", () => sort(table, head));
        head.append(button);
      }
    }
  };
  makeSortable(document);

  // Filters of the table of implementations.
  const filter = find("form.filter");
  if (filter) {
    const rows = [...find("#figures").tBodies[0].rows];
    const apply = () => {
      const words = filter.text.value.toLowerCase().split(/\s+/).filter(Boolean);
      const {language, only} = filter;
      let shown = 0;
      for (const row of rows) {
        const name = row.cells[0].textContent.toLowerCase();
        const key = (k) => find(`[data-key="${k}"]`, row);
        const least = only.value === "cost" ? 2 : 0;
        const fits = words.every((word) => name.includes(word)) &&
          (!language.value || key("language").textContent === language.value) &&
          (!only.value || Number(key(only.value).dataset.order) > least);
        row.hidden = !fits;
        shown += fits ? 1 : 0;
      }
      filter.querySelector("output").textContent =
        shown === rows.length ? "" : `${shown} of ${rows.length} shown`;
    };
    filter.addEventListener("input", apply);
    filter.addEventListener("submit", (event) => event.preventDefault());
    filter.hidden = false;
    apply();
  }

  // The compressed details of report.html: every string that occurs twice stands once.
  const packed = find("#details");
  const unpack = async () => {
    const octets = Uint8Array.from(atob(packed.textContent), (c) => c.charCodeAt(0));
    const stream = new Blob([octets]).stream().pipeThrough(new DecompressionStream("deflate"));
    return new Response(stream).json();
  };
  let unpacked;
  const details = () => (unpacked ??= unpack());

  // A value of the details, with what its numbers stand for in place.
  const cite = ({id, page, name, title, brief, failing}, from) =>
    expand({id, page, name, title, brief, failing}, "", from);
  const expand = (value, key, from) => {
    if (key === "who") return value.map((i) => cite(from.implementations[i], from));
    if (key === "cases") return value.map((i) => cite(from.cases[i], from));
    if (typeof value === "number") return from.strings[value];
    if (Array.isArray(value)) return value.map((one) => expand(one, "", from));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, expand(v, k, from)]));
  };

  // Mustache, as much of it as the templates use: names, escaped, and sections.
  const escape = (text) => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
  const lookUp = (name, stack) => {
    const holder = stack.find((one) => typeof one === "object" && Object.hasOwn(one, name));
    return holder === undefined ? "" : holder[name];
  };
  const render = (template, stack) =>
    template.replace(/\{\{([#^])(\w+)\}\}([^]*?)\{\{\/\2\}\}\n?|\{\{(\w+)\}\}/g, (_, kind, section, inner, name) => {
      if (name) return escape(String(lookUp(name, stack) || ""));
      const value = lookUp(section, stack);
      const items = Array.isArray(value) ? value : value ? [value] : [];
      if (kind === "^") return items.length === 0 ? render(inner, stack) : "";
      return items.map((one) => render(inner, [one, ...stack])).join("");
    });

  // Cases to search in: of this page, or of a file beside it.
  let loaded;
  const load = () => new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = find("script[data-cases]").dataset.cases;
    script.onload = () => resolve(globalThis.gauntletCases);
    script.onerror = reject;
    document.head.append(script);
  });
  const cases = () => (loaded ??= packed
    ? details().then((from) => from.cases.map((one) => cite(one, from)))
    : load());
  const search = find(".search");
  if (search) {
    const form = find("form", search);
    const list = find("ul", search);
    const output = find("output", search);
    const link = packed ? ["#case/", ""] : [find("script[data-root]").dataset.root + "case/", ".html"];
    const most = 60;
    const run = async () => {
      const words = form.text.value.toLowerCase().split(/\s+/).filter(Boolean);
      if (words.length === 0) {
        list.replaceChildren();
        output.textContent = "";
        return;
      }
      const found = (await cases()).filter((one) => {
        const text = `${one.id} ${one.title} ${one.brief}`.toLowerCase();
        return words.every((word) => text.includes(word));
      });
      output.textContent = `${found.length} found${found.length > most ? `, the first ${most} shown` : ""}`;
      list.replaceChildren(...found.slice(0, most).map((one) => {
        const item = document.createElement("li");
        const anchor = document.createElement("a");
        anchor.href = link[0] + one.page + link[1];
        anchor.textContent = one.id;
        const code = document.createElement("code");
        code.textContent = one.brief;
        item.append(anchor, " ", code, ` ${one.failing === "0" ? "" : `${one.failing} fail`}`);
        return item;
      }));
    };
    form.addEventListener("input", run);
    form.addEventListener("submit", (event) => event.preventDefault());
    search.hidden = false;
  }

  // The pages inside of report.html: #implementation/NAME, #family/NAME, #case/NAME.
  if (packed) {
    const main = find("main");
    const overview = find("#overview");
    const page = document.createElement("div");
    page.id = "page";
    page.hidden = true;
    main.append(page);
    const title = document.title;
    const lists = {implementation: "implementations", family: "families", case: "cases"};
    const show = async () => {
      const [, kind, name] = /^#(implementation|family|case)\/(.+)$/.exec(location.hash) ?? [];
      if (!kind) {
        const was = overview.hidden;
        overview.hidden = false;
        page.hidden = true;
        document.title = title;
        if (was && location.hash.length > 1) find(`[id="${CSS.escape(location.hash.slice(1))}"]`)?.scrollIntoView();
        return;
      }
      let body;
      try {
        const from = await details();
        const found = from[lists[kind]].find((one) => expand(one.page, "", from) === decodeURIComponent(name));
        body = found ? render(from.templates[kind], [expand(found, "", from), {root: "#", suffix: "", home: "#implementations"}])
          : "<h1>There is no such page</h1><p><a href=\"#implementations\">All implementations</a></p>";
      } catch (error) {
        body = "<h1>This browser cannot read the details</h1><p>It has no DecompressionStream.</p>";
      }
      page.innerHTML = body;
      makeSortable(page);
      overview.hidden = true;
      page.hidden = false;
      document.title = `${find("h1", page).textContent}: Gauntlet`;
      scrollTo(0, 0);
      const heading = find("h1", page);
      heading.tabIndex = -1;
      heading.focus({preventScroll: true});
    };
    addEventListener("hashchange", show);
    show();
  }
})();
