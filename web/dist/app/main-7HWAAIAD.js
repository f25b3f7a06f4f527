document.getElementById("view")?.setAttribute("data-booted","yes");
