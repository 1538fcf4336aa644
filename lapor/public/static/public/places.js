/* Shows only the kalurahan of the chosen kapanewon. Without it the list is whole, in groups. */
(() => {
  "use strict";
  const list = document.querySelector("select[data-within]");
  const chooser = list && document.getElementById(list.dataset.within);
  if (!chooser) return;
  const groups = [...list.querySelectorAll("optgroup")];
  const show = () => {
    const chosen = list.value;
    for (const group of groups) {
      const wanted = !chooser.value || group.dataset.of === chooser.value;
      if (wanted) list.append(group);
      else group.remove();
    }
    list.value = [...list.options].some((option) => option.value === chosen) ? chosen : "";
  };
  chooser.addEventListener("change", show);
  list.addEventListener("change", () => {
    const group = list.selectedOptions[0]?.closest("optgroup");
    if (group && !chooser.value) { chooser.value = group.dataset.of; show(); }
  });
  show();
})();
