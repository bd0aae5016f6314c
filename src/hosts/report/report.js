"use strict";
// Runs in the browser that shows the page: hides what does not hold every word of the filter.
(() => {
  const articles = [...document.querySelectorAll("article[data-words]")];
  const input = document.getElementById("words");
  const count = document.getElementById("count");
  if (input === null || count === null) return;
  document.getElementById("filter").hidden = false;
  input.addEventListener("input", () => {
    const words = input.value.toLowerCase().split(/\s+/);
    let shown = 0;
    for (const article of articles) {
      article.hidden = !words.every((word) => article.dataset.words.includes(word));
      if (!article.hidden) shown++;
    }
    count.value = `${shown} of ${articles.length}`;
  });
})();
