// What somebody pasted, as fields of octets; and back. A string of octets has a code unit for each.
"use strict";
globalThis.gauntletInput = (() => {
  const operations = {
    "www-authenticate": "challenges", "proxy-authenticate": "challenges", "authorization": "credentials",
    "proxy-authorization": "credentials", "authentication-info": "auth-info", "proxy-authentication-info": "auth-info",
  };
  const first = {challenges: "WWW-Authenticate", credentials: "Authorization", "auth-info": "Authentication-Info"};

  // Text as it was typed: \xHH is an octet where that was asked for; whatever else is not ASCII is its octets in UTF-8.
  const toOctets = (text, escapes) => {
    if (!escapes) return gauntlet.encodeUtf8(text);
    return text.split(/(\\x[0-9A-Fa-f]{2})/).map((part, i) =>
      i % 2 ? String.fromCharCode(parseInt(part.slice(2), 16)) : gauntlet.encodeUtf8(part)).join("");
  };
  const hex = (unit) => unit.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0");
  // The inverse, for lines that hold more than a text shows; a backslash that would be read as one of these is one itself.
  const needsEscapes = (lines) => lines.some((line) => /[^ -~]/.test(line));
  const toText = (lines) => needsEscapes(lines)
    ? lines.map((line) => line.replace(/\\(?=x[0-9A-Fa-f]{2})|[^ -~]/g, (unit) => "\\x" + hex(unit))).join("\n")
    : lines.join("\n");

  const startLine = /^(HTTP\/\d(\.\d)? +\d{3}\b|[A-Za-z]+ +\S+ +HTTP\/\d(\.\d)? *$)/;
  const fieldLine = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+)([ \t]*):(.*)$/;

  // Around a field value stands no white space (RFC 9110, section 5.5).
  const trim = (value) => value.replace(/^[ \t]+|[ \t]+$/g, "");

  // {isHead, fields: [{name, operation, lines}], notes}
  const read = (text, operation, escapes) => {
    const rows = text.replace(/\r\n?/g, "\n").split("\n");
    if (rows.length > 1 && rows.at(-1) === "") rows.pop();
    const begins = rows.findIndex((row) => row !== "");
    const head = begins < 0 ? "" : rows[begins];
    const isHead = startLine.test(head) || Object.hasOwn(operations, (fieldLine.exec(head)?.[1] ?? "").toLowerCase());
    if (!isHead) {
      const lines = text === "" ? [] : rows.map((row) => toOctets(row, escapes));
      return {isHead, notes: [], fields: [{name: first[operation], operation, lines}]};
    }
    const notes = [];
    const fields = new Map();
    let last;
    for (const row of rows.slice(startLine.test(head) ? begins + 1 : begins)) {
      if (row === "") break;
      const match = fieldLine.exec(row);
      if (/^[ \t]/.test(row)) {
        // RFC 9112, section 5.2: a recipient puts SP in its place.
        if (last) last.lines.push(trim(last.lines.pop() + " " + toOctets(trim(row), escapes)));
        if (last) notes.push(`${last.name}: a line is folded (obs-fold), which no sender may write (RFC 9112, section 5.2); it is read with SP.`);
      } else if (!match) {
        last = undefined;
        notes.push(`No field line: ${row.slice(0, 60)}`);
      } else {
        const key = match[1].toLowerCase();
        last = undefined;
        if (!Object.hasOwn(operations, key)) continue;
        if (match[2]) notes.push(`${match[1]}: white space before the colon, for which a server has to refuse a request (RFC 9112, section 5.1).`);
        last = fields.get(key) ?? {name: match[1], operation: operations[key], lines: []};
        fields.set(key, last);
        last.lines.push(toOctets(trim(match[3]), escapes));
      }
    }
    return {isHead, notes, fields: [...fields.values()]};
  };

  // A link holds everything behind its #, which no browser sends to anybody.
  const toFragment = (state) => "#" + new URLSearchParams(Object.entries(state).filter(([, value]) => value !== ""));
  const fromFragment = (fragment) => Object.fromEntries(new URLSearchParams(fragment.slice(1)));

  return {read, trim, toText, needsEscapes, hex, toFragment, fromFragment};
})();
