import re

from django.contrib.staticfiles.finders import get_finder

from config.storage import HashedFiles


def test_modules_of_a_script_name_each_other_by_their_hashed_names(tmp_path):
    storage = HashedFiles(location=tmp_path, base_url="/static/")
    finder = get_finder("django.contrib.staticfiles.finders.AppDirectoriesFinder")
    modules = {name: (place, name) for name, place in finder.list([]) if name.startswith("indicators/entry/")}
    for name, (place, _) in modules.items():
        with place.open(name) as module:
            storage.save(name, module)
    list(storage.post_process(modules))
    main = (tmp_path / storage.hashed_files["indicators/entry/main.js"]).read_text()
    named = re.findall(r'(?:from |import)"\./([^"]+)"', main)
    assert len(named) > 5
    assert [name for name in named if not re.fullmatch(r"[a-z]+\.[0-9a-f]{12}\.js", name)] == []
