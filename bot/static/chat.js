// The chat page. The server draws what was said before; this adds what comes, sends what is typed, and keeps every
// message until the server has it. ES2017, no library.
(function () {
  "use strict";

  var STORE = "bangban-outbox";
  var PAUSE = 5 * 60 * 1000;
  var TELEPHONE = /(^|[^\d-])(0\d{2,3}-\d{7,8}|1[3-9]\d{9})(?![\d-])/g;
  var NAMES = { citizen: ["我", "我说："], staff: ["人", "工作人员说："], bot: ["帮", "帮办说："] };

  var talk = document.getElementById("talk");
  var list = document.getElementById("list");
  var form = document.getElementById("composer");
  var input = document.getElementById("text");
  var net = document.getElementById("net");
  var title = document.getElementById("title");
  var last = talk.getAttribute("data-last");
  var lastShown = 0;
  var asked = "";
  var waiting = {};
  var outbox = load();
  var sending = false;
  var pause = 1000;
  var timer = 0;

  // ---- drawing -----------------------------------------------------------------------------------------------

  function make(tag, className, text) {
    var node = document.createElement(tag);
    if (className) node.className = className;
    if (text !== undefined) node.textContent = text;
    return node;
  }

  function withTelephones(node, text) {
    var end = 0;
    text.replace(TELEPHONE, function (whole, before, number, at) {
      var start = at + before.length;
      node.appendChild(document.createTextNode(text.slice(end, start)));
      var ring = make("a", "tel", number);
      ring.href = "tel:" + number;
      node.appendChild(ring);
      end = start + number.length;
      return whole;
    });
    node.appendChild(document.createTextNode(text.slice(end)));
  }

  function paragraphs(node, text) {
    text.split("\n").forEach(function (line) {
      if (line.trim()) withTelephones(node.appendChild(make("p")), line.trim());
    });
  }

  function link(target, words) {
    if (target.indexOf("tel:") === 0) {
      var call = make("a", "call", "拨打 " + target.slice(4));
      call.href = target;
      return call;
    }
    if (!/^(\/(?!\/)|https?:\/\/)/.test(target)) return null;
    var more = make("a", "more", words);
    more.href = target;
    return more;
  }

  function card(found, target) {
    var node = make("div", "card");
    node.appendChild(make("h2", "", found.title));
    var rows = node.appendChild(make("dl"));
    (found.sections || []).forEach(function (section) {
      rows.appendChild(make("dt", "", section.label));
      paragraphs(rows.appendChild(make("dd")), section.text);
    });
    var words = found.kind === "checklist" ? "打开单子，打印或存图" : "看完整指南";
    var more = (found.link || target) && link(found.link || target, words);
    if (more) node.appendChild(more);
    return node;
  }

  function bubble(message) {
    if (message.card) return card(message.card, message.link);
    var node = make("div", "bubble");
    paragraphs(node, message.text);
    var more = message.link && link(message.link, "打开详细页面");
    // A number to ring stands right under the first line: in danger nobody reads on.
    if (more) node.insertBefore(more, more.className === "call" && node.firstChild ? node.firstChild.nextSibling : null);
    return node;
  }

  function row(who, source) {
    var node = make("div", "row " + (who === "citizen" ? "me" : "them"));
    node.setAttribute("data-source", source);
    var face = node.appendChild(make("span", "face" + (who === "staff" ? " staff" : ""), NAMES[who][0]));
    face.setAttribute("aria-hidden", "true");
    var said = node.appendChild(make("div", "said"));
    said.appendChild(make("span", "hidden", NAMES[who][1]));
    return node;
  }

  function stamp(at) {
    if (at - lastShown < PAUSE) { lastShown = at; return; }
    lastShown = at;
    var then = new Date(at), now = new Date();
    var two = function (n) { return (n < 10 ? "0" : "") + n; };
    var clock = two(then.getHours()) + ":" + two(then.getMinutes());
    var days = Math.round((new Date(now.toDateString()) - new Date(then.toDateString())) / 86400000);
    if (days === 1) clock = "昨天 " + clock;
    else if (days > 1 && days < 7) clock = "星期" + "日一二三四五六"[then.getDay()] + " " + clock;
    else if (days >= 7) clock = (then.getMonth() + 1) + "月" + then.getDate() + "日 " + clock;
    list.appendChild(make("p", "stamp", clock));
  }

  function atEnd() { return talk.scrollHeight - talk.scrollTop - talk.clientHeight < 120; }

  function toEnd() {
    talk.scrollTop = talk.scrollHeight;
    var newer = document.querySelector(".newer");
    if (newer) newer.remove();
  }

  function offerNewer() {
    if (document.querySelector(".newer")) return;
    var newer = make("button", "newer", "有新消息 ↓");
    newer.type = "button";
    newer.addEventListener("click", toEnd);
    document.body.appendChild(newer);
  }

  function clearOptions() {
    Array.prototype.forEach.call(list.querySelectorAll(".options:not(.lasting)"), function (node) { node.remove(); });
  }

  function addOptions(said, buttons, source) {
    if (!buttons || !buttons.length) return;
    var number = list.querySelectorAll('[data-source="' + source + '"] .option').length;
    var group = said.appendChild(make("div", "options"));
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", "可以点的回答");
    buttons.forEach(function (button) {
      number += 1;
      var node = group.appendChild(make("button", "option"));
      node.type = "button";
      node.setAttribute("data-say", button.title);
      node.appendChild(make("span", "number", String(number)));
      node.appendChild(document.createTextNode(button.title));
    });
  }

  function find(source, who) {
    var found = list.querySelectorAll(".row." + who);
    for (var i = found.length - 1; i >= 0; i -= 1) if (found[i].getAttribute("data-source") === source) return found[i];
    return null;
  }

  function show(entry) {
    var close = atEnd() || entry.source === asked;
    var at = Date.parse(entry.at) || Date.now();
    if (entry.who === "citizen") {
      var own = find(entry.source, "me");
      if (own) {  // Ours, come back from the server: as it was kept, with personal numbers taken out.
        own.querySelector(".bubble").replaceWith(bubble(entry.message));
        mark(entry.source, "");
        forgetSent(entry.source);
        return;
      }
    } else {
      typing(entry.source.replace(/\+$/, ""), false);
    }
    var lastRow = list.querySelector(".row:last-of-type");
    if (entry.who === "citizen" || !lastRow || lastRow.getAttribute("data-source") !== entry.source) clearOptions();
    stamp(at);
    var node = row(entry.who, entry.source);
    node.lastChild.appendChild(bubble(entry.message));
    list.appendChild(node);
    if (entry.who === "bot") addOptions(node.lastChild, entry.message.buttons, entry.source);
    keepTypingLast();
    if (!close) offerNewer(); else if (entry.who === "citizen") toEnd(); else toStart(entry.source);
  }

  // A long answer is read from its first line, so the talk stops there and not at its end.
  function toStart(source) {
    var first = list.querySelector('.them[data-source="' + source + '"]');
    toEnd();
    if (first && first.offsetTop < talk.scrollTop) talk.scrollTop = first.offsetTop - 6;
  }

  function typing(source, on) {
    if (on) waiting[source] = Date.now(); else delete waiting[source];
    var any = Object.keys(waiting).length > 0;
    var node = list.querySelector(".typing");
    title.textContent = any ? "对方正在输入…" : talk.getAttribute("data-title");
    if (any && !node) {
      node = row("bot", "");
      node.className += " typing";
      node.lastChild.firstChild.textContent = "帮办正在输入";
      var dots = node.lastChild.appendChild(make("div", "bubble"));
      for (var i = 0; i < 3; i += 1) dots.appendChild(make("span", "dot"));
      list.appendChild(node);
    } else if (!any && node) {
      node.remove();
    }
  }

  function keepTypingLast() {
    var node = list.querySelector(".typing");
    if (node) list.appendChild(node);
  }

  setInterval(function () {
    Object.keys(waiting).forEach(function (source) { if (Date.now() - waiting[source] > 20000) typing(source, false); });
  }, 5000);

  // ---- sending -----------------------------------------------------------------------------------------------

  function load() {
    try { return JSON.parse(localStorage.getItem(STORE)) || []; } catch (error) { return []; }
  }

  function save() {
    try { localStorage.setItem(STORE, JSON.stringify(outbox)); } catch (error) { /* Private mode: kept in memory only. */ }
  }

  function newId() {
    var bytes = new Uint8Array(16);
    crypto.getRandomValues(bytes);
    return Array.prototype.map.call(bytes, function (byte) { return (byte + 256).toString(16).slice(1); }).join("");
  }

  function draw(item) {
    clearOptions();
    stamp(item.at);
    var node = row("citizen", item.id);
    node.lastChild.appendChild(bubble({ text: item.text }));
    list.appendChild(node);
    keepTypingLast();
    toEnd();
  }

  function mark(id, words, lost) {
    var node = find(id, "me");
    if (!node) return;
    var old = node.querySelector(".state");
    if (old) old.remove();
    if (!words) return;
    var state = node.lastChild.appendChild(make("div", "state" + (lost ? " lost" : ""), lost ? "" : words));
    if (lost) {
      var again = state.appendChild(make("button", "", words));
      again.type = "button";
      again.addEventListener("click", function () { pause = 1000; flush(); });
    }
  }

  function say(text) {
    text = text.trim();
    if (!text) return;
    var item = { id: newId(), text: text, at: Date.now() };
    asked = item.id;
    outbox.push(item);
    save();
    draw(item);
    mark(item.id, "发送中…");
    flush();
  }

  function forgetSent(id) {
    outbox = outbox.filter(function (item) { return item.id !== id; });
    save();
  }

  function notice(words) {
    var close = atEnd();
    net.textContent = words;
    net.hidden = !words;
    if (close) toEnd();
  }

  function later(wait) {
    clearTimeout(timer);
    timer = setTimeout(flush, wait);
  }

  // One at a time and in order. A message leaves the outbox only when the server has said that it has it.
  function flush() {
    if (sending || !outbox.length) return;
    var item = outbox[0];
    sending = true;
    clearTimeout(timer);
    typing(item.id, true);
    mark(item.id, "发送中…");
    fetch("/chat/messages", {
      method: "POST", credentials: "same-origin", headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ id: item.id, text: item.text })
    }).then(function (response) {
      return response.json().catch(function () { return {}; }).then(function (body) { settle(item, response.status, body); });
    }).catch(function () {
      failed(item, "没有网络，连上后会自己发出去。");
    }).then(function () {
      sending = false;
      if (outbox.length && !net.textContent) flush();
    });
  }

  function settle(item, status, body) {
    if (status === 200 || status === 202) {
      forgetSent(item.id);
      mark(item.id, "");
      notice("");
      pause = 1000;
      (body.messages || []).forEach(function (message) {
        show({ id: "", who: "bot", source: item.id, at: new Date().toISOString(), message: message });
      });
    } else if (status === 429) {
      typing(item.id, false);
      mark(item.id, "未发出，点这里再发", true);
      notice(body.detail || "请等一会儿再发。");
      later(60000);
    } else if (status === 401) {
      location.reload();
    } else if (status >= 500) {
      failed(item, "暂时连不上，过一会儿会自己再发。");
    } else {
      forgetSent(item.id);
      typing(item.id, false);
      mark(item.id, body.detail || "未发出", true);
    }
  }

  function failed(item, words) {
    typing(item.id, false);
    outbox.forEach(function (open) { mark(open.id, "未发出，点这里再发", true); });
    notice(words);
    later(pause);
    pause = Math.min(pause * 2, 30000);
  }

  // ---- reading along -----------------------------------------------------------------------------------------

  function take(entry) {
    if (entry.id) last = entry.id;
    show(entry);
  }

  function listen() {
    if (!window.EventSource) { poll(); return; }
    var opened = false;
    var failures = 0;
    var line = new EventSource("/chat/events?after=" + encodeURIComponent(last));
    line.onopen = function () { opened = true; failures = 0; if (outbox.length) flush(); };
    line.onmessage = function (event) { take(JSON.parse(event.data)); };
    line.onerror = function () {
      failures += 1;
      if (line.readyState === 2 || failures > 3) {  // Closed for good, or a proxy that holds streams back.
        line.close();
        if (opened) setTimeout(listen, 3000); else poll();
      }
    };
  }

  function poll() {
    fetch("/chat/poll?after=" + encodeURIComponent(last), { credentials: "same-origin" }).then(function (response) {
      if (!response.ok) throw new Error(String(response.status));
      return response.json();
    }).then(function (body) {
      body.entries.forEach(take);
      if (outbox.length) flush();
      setTimeout(poll, 200);
    }).catch(function () { setTimeout(poll, 5000); });
  }

  // ---- the page ----------------------------------------------------------------------------------------------

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    say(input.value);
    input.value = "";
    grow();
    input.focus();
  });

  input.addEventListener("keydown", function (event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      if (input.value.trim()) { say(input.value); input.value = ""; grow(); }
    }
  });

  function grow() {
    input.style.height = "auto";
    input.style.height = Math.min(input.scrollHeight + 2, 160) + "px";
  }
  input.addEventListener("input", grow);

  // Buttons that say something carry their words; without a script they send a form.
  document.addEventListener("click", function (event) {
    var button = event.target.closest ? event.target.closest("button[data-say], button[name=text]") : null;
    if (!button) return;
    event.preventDefault();
    say(button.getAttribute("data-say") || button.value);
  });

  var elder = document.getElementById("elder");
  function showElder(on) {
    document.documentElement.classList.toggle("elder", on);
    elder.textContent = on ? "标准版" : "长辈版";
    elder.setAttribute("href", "/elder?on=" + (on ? "0" : "1"));
  }
  elder.addEventListener("click", function (event) {
    event.preventDefault();
    var on = !document.documentElement.classList.contains("elder");
    document.cookie = "elder=" + (on ? "1" : "0") + "; path=/; max-age=31536000; samesite=lax";
    showElder(on);
    toEnd();
  });

  // A phone's keyboard covers the page on iOS without resizing it.
  if (window.visualViewport) {
    var fit = function () {
      var close = atEnd();
      document.documentElement.style.setProperty("--seen", window.visualViewport.height + "px");
      if (close) toEnd();
    };
    window.visualViewport.addEventListener("resize", fit);
  }

  window.addEventListener("online", function () { pause = 1000; flush(); });
  document.addEventListener("visibilitychange", function () { if (!document.hidden) flush(); });

  var stamps = list.querySelectorAll(".stamp");
  if (last !== "0-0") lastShown = Number(last.split("-")[0]);
  else if (!stamps.length) { stamp(Date.now()); list.insertBefore(list.lastChild, list.firstChild); }
  outbox = outbox.filter(function (item) { return !find(item.id, "me"); });
  save();
  outbox.forEach(draw);
  if (last !== "0-0" || outbox.length) toEnd();  // A first visit starts at the welcome's first line.
  listen();
  flush();
})();
