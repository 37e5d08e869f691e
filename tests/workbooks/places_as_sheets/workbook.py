"""One sheet a district, named as the district is, under a cover that holds no table."""

from tests.workbooks.making import sheets


def district(cement, cloth):
    return [
        ["Sản phẩm chủ yếu năm 2022"],
        ["STT", "Sản phẩm", "ĐVT", "Năm 2021", "Năm 2022"],
        [1, "Xi măng", "Nghìn tấn", *cement],
        [2, "Sản phẩm may mặc", "Triệu sản phẩm", *cloth],
    ]


def files():
    districts = {"Đà Bắc": district([5, 6], [1, 2]), "Huyện Mai Châu": district([7, 8.5], [3, 4])}
    return {"should_pass.xlsx": sheets({"Bìa": [["Báo cáo của các huyện"]], **districts})}
