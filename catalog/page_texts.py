"""Texts with which the pages of a new site begin; from then on they belong to its editors.

They are content, not messages of the program, so they are written in Vietnamese and are not
translated by gettext.
"""

from typing import Any

from catalog.blocks.register import REGISTER_PARTS


def _blocks(*rows: tuple[str, str]) -> list[tuple[str, str]]:
    return list(rows)


HOME: dict[str, Any] = {
    "title": "Sổ Vàng",
    "headline": "Sản phẩm nông thôn được công nhận, ghi ở một nơi",
    "introduction": "",
    "search_description": "Sổ đăng ký công khai các sản phẩm nông thôn đã được cơ quan nhà nước "
    "công nhận: CNNTTB, OCOP, làng nghề, chỉ dẫn địa lý.",
    # Every part of the register once, as each sets itself.
    "body": [(name, {}) for name in REGISTER_PARTS],
}

_MARKS: dict[str, Any] = {
    "title": "Dấu trong sổ nghĩa là gì",
    "slug": "dau-trong-so",
    "lead": "Sổ dùng bốn loại dấu. Dấu luôn đi cùng chữ; đây là dấu riêng của sổ, không phải "
    "biểu trưng của cơ quan nào.",
    "body": _blocks(
        ("heading", "Ô vuông: sản phẩm công nghiệp nông thôn tiêu biểu"),
        (
            "paragraph",
            "<p>Ô vuông là danh hiệu sản phẩm công nghiệp nông thôn tiêu biểu (CNNTTB) của ngành "
            "Công Thương. Số vạch trong ô là cấp bình chọn:</p>"
            "<ul><li>một chấm: cấp xã, hoặc cấp huyện trước ngày 01/07/2025;</li>"
            "<li>một vạch: cấp tỉnh;</li><li>hai vạch: cấp khu vực;</li>"
            "<li>ba vạch trên nền đặc: cấp quốc gia.</li></ul>"
            "<p>Một sản phẩm có thể được bình chọn nhiều kỳ, ở nhiều cấp. Danh hiệu cấp cao không "
            "thay danh hiệu cấp thấp: sổ ghi đủ từng lần.</p>",
        ),
        ("heading", "Ngôi sao: OCOP"),
        (
            "paragraph",
            "<p>OCOP là chương trình mỗi xã một sản phẩm. Sản phẩm được chấm theo thang 100 điểm "
            "và xếp từ một đến năm sao.</p>"
            "<ul><li>Năm sao: từ 90 điểm, do bộ công nhận.</li>"
            "<li>Bốn sao: từ 70 đến dưới 90 điểm, do cấp tỉnh công nhận.</li>"
            "<li>Ba sao: từ 50 đến dưới 70 điểm; nay do cấp tỉnh công nhận, trước ngày 01/07/2025 "
            "có giai đoạn do cấp huyện.</li></ul>"
            "<p>Dưới ba sao không có quyết định và không có giấy chứng nhận, nên không có trong "
            "sổ. Sản phẩm được đề nghị năm sao mà chưa có quyết định của bộ thì chưa phải năm "
            "sao.</p>",
        ),
        ("heading", "Cổng làng: nghề truyền thống và làng nghề"),
        (
            "paragraph",
            "<p>Cổng làng là danh hiệu theo Nghị định 52/2018/NĐ-CP: nghề truyền thống, làng nghề, "
            "làng nghề truyền thống. Đây là danh hiệu của nơi chốn. Danh hiệu của làng không thay "
            "cho chứng nhận của từng sản phẩm, và ngược lại.</p>",
        ),
        ("heading", "Lục giác có núi: chỉ dẫn địa lý"),
        (
            "paragraph",
            "<p>Chỉ dẫn địa lý bảo hộ tên gọi của sản phẩm gắn với một vùng, theo Luật Sở hữu trí "
            "tuệ. Chỉ dẫn địa lý không thuộc về một cơ sở: ai dùng phải được quyền sử dụng.</p>",
        ),
        (
            "notice",
            "<p>Dấu không nói hết mọi điều. Câu đầu tiên trên trang sản phẩm nói rõ tình trạng, "
            "mức, cơ quan công nhận và ngày tháng.</p>",
        ),
    ),
}

_STATES: dict[str, Any] = {
    "title": "Tình trạng và hiệu lực",
    "slug": "tinh-trang-va-hieu-luc",
    "lead": "Sổ không ghi sẵn tình trạng. Tình trạng được tính từ các quyết định, cho đúng ngày "
    "bạn hỏi.",
    "body": _blocks(
        ("heading", "Các tình trạng"),
        (
            "paragraph",
            "<ul><li><b>Đang có hiệu lực</b>: hôm nay chứng nhận chắc chắn còn hiệu lực. Còn từ 90 "
            "ngày trở xuống thì sổ ghi số ngày còn lại.</li>"
            "<li><b>Chưa có hiệu lực</b>: quyết định đã ký, ngày hiệu lực ở phía trước.</li>"
            "<li><b>Chưa rõ ngày cấp, chưa rõ hiệu lực</b>: nguồn không ghi ngày, hoặc chỉ ghi "
            "tháng hay năm, nên sổ không trả lời được là còn hay hết.</li>"
            "<li><b>Đã hết hạn</b>: qua ngày cuối cùng mà không có chứng nhận mới.</li>"
            "<li><b>Tạm đình chỉ</b>: cơ quan cấp tạm ngừng, có thể khôi phục.</li>"
            "<li><b>Đã bị thu hồi</b>: cơ quan cấp chấm dứt, ghi rõ ngày và lý do nếu biết.</li>"
            "<li><b>Đã trả lại</b>: cơ sở tự trả.</li>"
            "<li><b>Đã được thay</b>: có chứng nhận mới thay chứng nhận này, ví dụ khi nâng "
            "sao.</li>"
            "<li><b>Đã bị hủy</b>: cấp sai, coi như chưa cấp.</li></ul>",
        ),
        ("heading", "Đến hết ngày nào"),
        (
            "paragraph",
            "<p>Chứng nhận OCOP có hiệu lực 36 tháng kể từ ngày cấp. Cấp ngày 05/08/2026 thì còn "
            "hiệu lực đến hết ngày 04/08/2029, và hết hiệu lực từ ngày 05/08/2029.</p>"
            "<p>Sổ chưa tìm thấy văn bản nào quy định thời hạn của giấy chứng nhận CNNTTB và danh "
            "hiệu làng nghề, nên ghi là “không ghi ngày hết hạn”, trừ khi quyết định có ghi.</p>",
        ),
        ("heading", "Điều chưa biết thì nói là chưa rõ"),
        (
            "paragraph",
            "<p>Nhiều tin công bố chỉ có tên sản phẩm và mức. Sổ không lấy ngày đăng tin làm ngày "
            "cấp, và không tự cộng ba năm. Những dòng như vậy vẫn có trong danh mục, với chữ "
            "“chưa rõ”.</p>"
            "<p>Khi nguồn chỉ ghi tháng hay năm cấp, sổ nói phần chắc chắn. “Có hiệu lực ít nhất "
            "đến hết ngày” là đến hết ngày ấy chắc chắn còn, sau đó thì chưa rõ. “Hết hiệu lực "
            "chậm nhất từ ngày” là từ ngày ấy chắc chắn đã hết, và có thể đã hết sớm hơn.</p>",
        ),
        ("heading", "Dòng đã kết thúc vẫn được giữ"),
        (
            "paragraph",
            "<p>Chứng nhận hết hạn hoặc bị thu hồi không bị xóa khỏi sổ. Trang kiểm tra trả lời "
            "được cho cả một ngày trong quá khứ, chẳng hạn ngày bạn mua hàng.</p>",
        ),
    ),
}

_ABOUT: dict[str, Any] = {
    "title": "Về sổ",
    "slug": "ve-so",
    "lead": "Sổ Vàng ghi các sản phẩm nông thôn đã được cơ quan nhà nước công nhận, ở một nơi, "
    "cho mọi người tra.",
    "body": _blocks(
        ("heading", "Sổ ghi gì"),
        (
            "paragraph",
            "<p>Mỗi dòng là một lần công nhận: sản phẩm nào, của cơ sở nào, ở đâu, mức nào, do ai "
            "công nhận, ngày nào, theo quyết định nào. Sổ ghi bốn chương trình: sản phẩm công "
            "nghiệp nông thôn tiêu biểu, OCOP, nghề truyền thống và làng nghề, chỉ dẫn địa lý.</p>"
            "<p>VietGAP, hữu cơ, ISO và giấy an toàn thực phẩm không thuộc phạm vi của sổ.</p>",
        ),
        ("heading", "Nguồn của từng dòng"),
        (
            "paragraph",
            "<p>Sổ chỉ đăng dòng có quyết định đã ký, hoặc có tin của cơ quan nhà nước hay báo xác "
            "nhận việc công nhận. Dòng theo tin thì ghi rõ là chưa đối chiếu quyết định. Lời tự "
            "giới thiệu của cơ sở không bao giờ là bằng chứng.</p>",
        ),
        ("heading", "Tên nơi cũ và mới"),
        (
            "paragraph",
            "<p>Từ ngày 01/07/2025 cả nước có 34 tỉnh, thành phố và không còn cấp huyện. Sổ giữ "
            "nơi ghi trên giấy khi cấp và chỉ ra nơi đó nay thuộc đâu. Tìm bằng tên cũ hay tên mới "
            "đều được.</p>",
        ),
        ("heading", "Dữ liệu cá nhân"),
        (
            "paragraph",
            "<p>Tên hộ sản xuất được ghi như trên quyết định; trong bản minh họa, tên riêng của "
            "chủ hộ đã được lược bỏ. Sổ không đăng số điện thoại, địa chỉ nhà, điểm chấm.</p>",
        ),
        (
            "notice",
            "<p>Không thấy tên trong sổ chưa đủ để nói hàng là giả: quyết định có thể chưa được "
            "nhập.</p>",
        ),
    ),
}

# In the order of the menu.
EXPLANATIONS: tuple[dict[str, Any], ...] = (_MARKS, _STATES, _ABOUT)

# Empty lists; they stand in no menu until an editor puts them there.
LISTS: tuple[dict[str, Any], ...] = (
    {
        "model": "StoryIndexPage",
        "title": "Tin và chuyện",
        "slug": "chuyen",
        "lead": "Tin về việc công nhận, chuyện về sản phẩm và làng nghề.",
    },
    {
        "model": "CollectionIndexPage",
        "title": "Tuyển chọn",
        "slug": "tuyen-chon",
        "lead": "Những mục trong sổ được chọn theo một chủ đề. Có mặt ở đây không nói gì về giấy "
        "chứng nhận; tình trạng ghi trên từng thẻ.",
    },
)
