// The playground: reads with the parser what was pasted, and shows it.
"use strict";
(() => {
  const {read, trim, toText, needsEscapes, hex, toFragment, fromFragment} = gauntletInput;
  const form = document.getElementById("play");
  const out = document.getElementById("read");
  const el = (name, attributes, ...inside) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...inside);
    return made;
  };

  // A part of a value: the class of its look, and its name for people.
  const looks = {
    "auth-scheme": ["scheme", "auth-scheme"], "token68": ["token68", "token68"], "name": ["name", "token, the name"],
    "value": ["value", "token, the value"], "qdtext": ["qdtext", "qdtext"], "quoted-pair": ["pair", "quoted-pair"],
    "DQUOTE": ["quote", "DQUOTE"], "=": ["sign", "\"=\""], ",": ["sign", "\",\""],
    "SP": ["space", "1*SP"], "BWS": ["space", "BWS"], "OWS": ["space", "OWS"],
  };
  const look = (rule) => looks[rule] ?? ["unread", "not read"];

  // Octets that no text shows have a box.
  const octetName = (unit) => unit === "\t" ? "HTAB" : unit === "\0" ? "NUL" : unit === "\r" ? "CR" : unit === "\n" ? "LF" : "x" + hex(unit);
  const shown = (octets) => octets.split(/([^ -~])/).map((part, i) => i % 2 ? el("span", {class: "octet"}, octetName(part)) : part);
  const plain = (octets) => octets.replace(/[^ -~]/g, (unit) => "\\x" + hex(unit));

  const showLines = ({lines}, cut, error) => {
    const list = el("ol", {class: "shown"});
    lines.forEach((line, i) => {
      const item = el("li", {});
      const place = error && error.line === i ? error.lineOffset : -1;
      const at = (octet) => item.append(el("span", {class: "at", title: "the error"}, ...shown(octet)));
      for (const {rule, first, last} of cut[i]) {
        const add = (from, to) => to > from &&
          item.append(el("span", {class: "r-" + look(rule)[0], title: look(rule)[1]}, ...shown(line.slice(from, to))));
        if (place < first || place >= last) {
          add(first, last);
        } else {
          add(first, place);
          at(line[place]);
          add(place + 1, last);
        }
      }
      if (place >= line.length) at(" ");
      list.append(item);
    });
    return list;
  };

  // Octets of a value that are UTF-8 are shown as the text that they are, too.
  const valueOf = (value) => {
    const text = /[^ -~]/.test(value) ? gauntlet.decodeUtf8(value) : undefined;
    return [el("code", {class: "v"}, ...shown(value)), text && !/[\0-\x1f\x7f]/.test(text) ? el("em", {}, ` as UTF-8: ${text}`) : ""];
  };
  const showTree = (read) => {
    const params = (list) => el("ul", {}, ...list.map(({name, value, quoted}) =>
      el("li", {}, el("code", {class: "r-name"}, name), " = ", ...valueOf(value), el("em", {}, quoted ? " quoted-string" : " token"))));
    const challenge = (one, what) => el("li", {}, el("em", {}, what + " "), el("code", {class: "r-scheme"}, one.scheme),
      ...(one.token68 === null ? [] : [" ", ...valueOf(one.token68), el("em", {}, " token68")]),
      ...(one.params.length ? [params(one.params)] : []));
    if (read.params) return el("ul", {class: "tree"}, el("li", {}, el("em", {}, "auth-params"), params(read.params)));
    const all = read.challenges ?? [read.credentials];
    if (all.length === 0) return el("p", {class: "mute"}, "No challenge: the list is empty.");
    return el("ul", {class: "tree"}, ...all.map((one, i) => challenge(one, read.challenges ? `challenge ${i + 1}` : "credentials")));
  };

  const showParts = ({lines}, cut) => {
    const body = el("tbody", {});
    cut.forEach((each, i) => each.forEach(({rule, first, last}) => body.append(el("tr", {},
      el("td", {}, lines.length > 1 ? `${i + 1}: ${first}` : String(first)), el("td", {}, look(rule)[1]),
      el("td", {}, el("code", {}, ...shown(lines[i].slice(first, last))))))));
    return el("details", {}, el("summary", {}, "Every part with its offset"),
      el("table", {}, el("thead", {}, el("tr", {}, ...["octet", "rule", "octets"].map((head) => el("th", {scope: "col"}, head)))), body));
  };

  const grammarName = {recipient: "What a recipient has to accept", sender: "What a sender may write"};
  const said = (grammar, error, isChosen) => el("p", {class: "said"}, `${grammarName[grammar]}: `,
    el("b", {class: error ? "no" : "yes"}, error ? "no" : "yes"),
    ...(error ? [isChosen ? el("span", {class: "why"}, " " + error.message) : ` ${error.message}`,
      error.line > 0 ? `, which is octet ${error.lineOffset} of line ${error.line + 1}` : "", el("small", {class: "mute"}, ` ${error.code}`)] : []));

  // A sender's form of the same.
  const written = (read, operation) => {
    try {
      return gauntlet.serialize(read.challenges ?? read.credentials ?? read.params, operation);
    } catch (error) {
      return undefined;
    }
  };

  const showField = (field, grammar) => {
    const {name, operation, lines} = field;
    const reading = gauntlet.parse(lines, operation, {grammar});
    const other = grammar === "sender" ? "recipient" : "sender";
    const error = reading.ok ? null : reading.error;
    const section = el("section", {"data-field": name.toLowerCase()},
      el("h2", {}, name, el("small", {class: "mute"}, ` ${operation}, ${lines.length} field line${lines.length === 1 ? "" : "s"}`)),
      said(grammar, error, true), said(other, gauntlet.validate(lines, operation, {grammar: other}), false),
      showLines(field, gauntlet.parts(lines, operation, {grammar}), error));
    if (reading.ok) {
      section.append(el("h3", {}, "What it says"), showTree(reading));
      const repeated = (reading.challenges ?? [reading.credentials ?? {params: reading.params}]).flatMap(gauntlet.repeatedNames);
      if (repeated.length) section.append(el("p", {class: "why"}, `A name stands more than once in one challenge: ${repeated.join(", ")} (RFC 9110, section 11.2).`));
      const form = written(reading, operation);
      if (form !== undefined && form !== lines.join(", ")) section.append(el("p", {}, "As a sender writes it: ", el("code", {class: "v"}, ...shown(form))));
    }
    section.append(showParts(field, gauntlet.parts(lines, operation, {grammar})));
    showAnswers(field, section);
    return section;
  };

  // What everybody made of a value of the suite: files beside this page, each with the values of one octet of their hash.
  const key = (operation, lines) => {
    let hash = 0xcbf29ce484222325n;
    for (const octet of [operation, ...lines].map((text) => text + "\n").join("")) {
      hash = BigInt.asUintN(64, (hash ^ BigInt(octet.charCodeAt(0))) * 0x100000001b3n);
    }
    return hash.toString(16).padStart(16, "0");
  };
  const files = new Map();
  const arrivals = new Map();
  globalThis.gauntletAnswers = (name, answers) => arrivals.get(name)?.(answers);
  const load = (name) => {
    if (!files.has(name)) {
      files.set(name, new Promise((done) => {
        arrivals.set(name, done);
        const script = el("script", {src: `playground/answers/${name}.js`});
        script.addEventListener("error", () => done({}));
        document.head.append(script);
      }));
    }
    return files.get(name);
  };
  const showAnswers = async ({operation, lines}, section) => {
    const found = [];
    for (const each of new Set([key(operation, lines), key(operation, lines.map(trim))])) {
      found.push(...((await load(each.slice(0, 2)))[each] ?? []));
    }
    for (const one of found) {
      const who = (numbers) => el("ul", {class: "who"}, ...numbers.map((i) => gauntletData.implementations[i])
        .map(({name, page}) => el("li", {}, el("a", {href: `implementation/${page}.html`}, name))));
      section.append(el("h3", {}, "What others make of it"),
        el("p", {}, "This value is the case ", el("a", {href: `case/${one.page}.html`}, one.id), ` (${one.parse}): ${one.title}`),
        el("div", {class: "scroll", role: "region", "aria-label": `Answers to ${one.id}`, tabindex: "0"}, el("table", {class: "answers"},
          el("thead", {}, el("tr", {}, ...["verdict", "read as", "by"].map((head) => el("th", {scope: "col"}, head)))),
          el("tbody", {}, ...one.answers.map((answer) => el("tr", {}, el("td", {}, el("span", {class: `chip ${answer.class}`}, answer.verdict)),
            el("td", {}, el("code", {}, answer.reading)), el("td", {}, who(answer.who))))))));
    }
  };

  const outcome = document.getElementById("outcome");
  const state = () => ({
    text: form.text.value, operation: form.operation.value, grammar: form.grammar.value, escapes: form.escapes.checked ? "1" : "",
  });
  let told = 0;
  const show = () => {
    const {text, operation, grammar, escapes} = state();
    const {isHead, fields, notes} = read(text, operation, escapes === "1");
    document.getElementById("named").hidden = !isHead;
    for (const radio of form.operation) radio.disabled = isHead;
    const parts = notes.map((note) => el("p", {class: "why"}, plain(note)));
    if (fields.length === 0) parts.push(el("p", {}, "The head has no authentication field."));
    out.replaceChildren(...parts, ...fields.map((field) => showField(field, grammar)));
    document.getElementById("copied").textContent = "";
    // Said once the typing rests.
    clearTimeout(told);
    told = setTimeout(() => {
      outcome.textContent = fields.map(({name, operation: of, lines}) => {
        const error = gauntlet.validate(lines, of, {grammar});
        return `${name}: ${error ? error.message : "valid"}`;
      }).join(". ") || "The head has no authentication field.";
    }, 400);
  };

  const choose = ({text = "", operation = "challenges", grammar = "recipient", escapes = ""}) => {
    form.text.value = text;
    for (const radio of form.operation) radio.checked = radio.value === operation;
    for (const radio of form.grammar) radio.checked = radio.value === grammar;
    form.escapes.checked = escapes === "1";
    show();
  };

  const example = document.getElementById("example");
  const groups = new Map();
  gauntletData.examples.forEach((one, number) => {
    const title = one.family === "rfc" ? `RFC ${one.id.split("/")[1]}` : "Public reports";
    if (!groups.has(title)) groups.set(title, el("optgroup", {label: title}));
    groups.get(title).append(el("option", {value: String(number)}, `${one.id.split("/").slice(-1)[0]}: ${one.title}`.slice(0, 90)));
  });
  // The RFC's own first; of its title the number counts.
  example.append(...[...groups.values()].sort((a, b) => (b.label === "RFC 9110") - (a.label === "RFC 9110")));
  example.addEventListener("change", () => {
    const one = gauntletData.examples[Number(example.value)];
    if (example.value === "" || !one) return;
    choose({text: toText(one.lines), operation: one.operation, grammar: form.grammar.value, escapes: needsEscapes(one.lines) ? "1" : ""});
  });

  form.addEventListener("input", (event) => {
    if (event.target !== example) show();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  document.getElementById("link").addEventListener("click", async () => {
    location.hash = toFragment(state());
    const copied = document.getElementById("copied");
    try {
      await navigator.clipboard.writeText(location.href);
      copied.textContent = "Copied. The value stands in the link.";
    } catch {
      copied.textContent = "The link is in the address bar; the value stands in it.";
    }
  });
  const follow = () => {
    const given = fromFragment(location.hash);
    if (given.text !== undefined) choose(given);
    return given.text !== undefined;
  };
  addEventListener("hashchange", follow);
  if (!follow()) choose({text: 'Basic realm="simple", Newauth realm="apps", type=1, title="Login to \\"apps\\""'});
})();
