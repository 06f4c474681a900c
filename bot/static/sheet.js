// The two buttons of the checklist that need a script: print it, and save it as a picture for the family group.
(function () {
  "use strict";
  var WIDTH = 750, MARGIN = 44, LINE = 1.45, CODE = 220;
  var sheet = document.getElementById("sheet");
  var figure = document.getElementById("picture");
  var large = document.documentElement.classList.contains("elder") ? 1.3 : 1;
  var font = getComputedStyle(document.body).fontFamily;
  var looks = {
    H1: { size: 44, bold: true, before: 4 }, H2: { size: 30, bold: true, before: 26 }, LI: { size: 32, before: 10 },
    P: { size: 30, before: 6 }, "sheet-kind": { size: 28, before: 0 }, chosen: { size: 28, before: 6 }, advice: { size: 34, before: 8 },
    place: { size: 30, bold: true, before: 12 }, proof: { size: 22, before: 20 }
  };

  function shown(id, act) {
    var button = document.getElementById(id);
    button.hidden = false;
    button.addEventListener("click", act);
  }

  function look(node) {
    if (node.closest(".proof")) return looks.proof;
    return looks[node.className] || looks[node.tagName];
  }

  // Chinese may break anywhere, but a line never begins with a mark that closes, nor is a number cut in two.
  function wrap(pen, text, room) {
    var out = [], line = "";
    (text.match(/[A-Za-z0-9.:\-]+[，。、；：？！）”》]*|.[，。、；：？！）”》]*/g) || []).forEach(function (piece) {
      if (line && pen.measureText(line + piece).width > room) { out.push(line); line = ""; }
      line += piece;
    });
    return line ? out.concat(line) : out;
  }

  // Every line with its place; the height falls out of it.
  function layOut(pen) {
    var y = MARGIN, placed = [];
    sheet.querySelectorAll("h1, h2, p, li").forEach(function (node) {
      var how = look(node), box = node.querySelector(".box") ? 44 * large : 0;
      var size = Math.round(how.size * large);
      pen.font = (how.bold ? "bold " : "") + size + "px " + font;
      y += how.before;
      wrap(pen, node.innerText.replace(/\s+/g, " ").trim(), WIDTH - 2 * MARGIN - box).forEach(function (text, n) {
        y += size * LINE;
        placed.push({ text: text, x: MARGIN + box, y: y, font: pen.font, box: box && n === 0 ? size * 0.8 : 0 });
      });
    });
    return { lines: placed, height: y };
  }

  function draw(code) {
    var canvas = document.createElement("canvas"), pen = canvas.getContext("2d");
    canvas.width = WIDTH;
    var plan = layOut(pen);
    canvas.height = Math.ceil(plan.height + 30 + CODE + MARGIN);
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, WIDTH, canvas.height);
    pen.fillStyle = "#111";
    pen.strokeStyle = "#111";
    pen.lineWidth = 3;
    plan.lines.forEach(function (line) {
      pen.font = line.font;
      pen.fillText(line.text, line.x, line.y);
      if (line.box) pen.strokeRect(MARGIN, line.y - line.box, line.box, line.box);
    });
    pen.imageSmoothingEnabled = false;
    pen.drawImage(code, MARGIN, plan.height + 30, CODE, CODE);
    pen.font = Math.round(26 * large) + "px " + font;
    pen.fillText(sheet.querySelector("figcaption").innerText, MARGIN + CODE + 20, plan.height + 30 + CODE / 2, WIDTH - 2 * MARGIN - CODE - 20);
    return canvas;
  }

  function save() {
    var code = new Image(), drawing = sheet.querySelector("svg").cloneNode(true);
    drawing.setAttribute("width", CODE);
    drawing.setAttribute("height", CODE);
    code.onload = function () { hand(draw(code)); };
    code.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(new XMLSerializer().serializeToString(drawing));
  }

  // The picture is always shown too: in WeChat a long press on it is the only way to keep it.
  function hand(canvas) {
    var name = document.title.replace(/[\\/:*?"<>|]/g, " ") + ".png";
    figure.querySelector("img").src = canvas.toDataURL("image/png");
    figure.hidden = false;
    figure.scrollIntoView();
    if (/MicroMessenger/i.test(navigator.userAgent)) return;
    canvas.toBlob(function (blob) {
      var file = window.File && new File([blob], name, { type: "image/png" });
      if (file && navigator.canShare && navigator.canShare({ files: [file] })) {
        navigator.share({ files: [file] }).catch(function () { /* Closed again: the picture stays on the page. */ });
        return;
      }
      var link = document.createElement("a");
      link.href = URL.createObjectURL(blob);
      link.download = name;
      link.click();
      setTimeout(function () { URL.revokeObjectURL(link.href); }, 60000);
    }, "image/png");
  }

  shown("print", function () { window.print(); });
  shown("save", save);
})();
