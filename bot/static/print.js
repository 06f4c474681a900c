// Shows the print button, which is of no use without a script.
(function () {
  "use strict";
  var button = document.getElementById("print");
  button.hidden = false;
  button.addEventListener("click", function () { window.print(); });
})();
