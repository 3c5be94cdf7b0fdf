"""English for the pages with which a new site begins, by their Vietnamese texts.

A page whose text an editor has changed is no longer found here and is left to its translators.
"""

ENGLISH: dict[str, str] = {
    # The first page
    "Sổ Vàng": "Sổ Vàng",
    "so-vang": "so-vang-en",
    "Sổ đăng ký công khai các sản phẩm nông thôn đã được cơ quan nhà nước công nhận: CNNTTB, "
    "OCOP, làng nghề, chỉ dẫn địa lý.": "The public register of rural products certified by the "
    "state: typical rural industrial products, OCOP, craft villages, geographical indications.",
    "Sản phẩm nông thôn được công nhận, ghi ở một nơi": "Certified rural products of Vietnam in "
    "one place",
    # What the marks mean
    "Dấu trong sổ nghĩa là gì": "What the marks in the register mean",
    "dau-trong-so": "marks",
    "Sổ dùng bốn loại dấu. Dấu luôn đi cùng chữ; đây là dấu riêng của sổ, không phải biểu trưng "
    "của cơ quan nào.": "The register uses four kinds of marks. A mark always stands with words; "
    "the marks are the register’s own and no emblem of any state body.",
    "Ô vuông: sản phẩm công nghiệp nông thôn tiêu biểu": "Square: typical rural industrial "
    "products",
    "Ô vuông là danh hiệu sản phẩm công nghiệp nông thôn tiêu biểu (CNNTTB) của ngành Công "
    "Thương. Số vạch trong ô là cấp bình chọn:": "The square is the title “typical rural "
    "industrial product” (CNNTTB) of the industry and trade sector. The bars in it count the "
    "level of the vote:",
    "một chấm: cấp xã, hoặc cấp huyện trước ngày 01/07/2025;": "one dot: the commune, or the "
    "district before 01/07/2025;",
    "một vạch: cấp tỉnh;": "one bar: the province;",
    "hai vạch: cấp khu vực;": "two bars: the region;",
    "ba vạch trên nền đặc: cấp quốc gia.": "three bars on a full square: the nation.",
    "Một sản phẩm có thể được bình chọn nhiều kỳ, ở nhiều cấp. Danh hiệu cấp cao không thay danh "
    "hiệu cấp thấp: sổ ghi đủ từng lần.": "A product may be voted for in several rounds and at "
    "several levels. A title of a higher level does not replace one of a lower level: the "
    "register keeps each of them.",
    "Ngôi sao: OCOP": "Stars: OCOP",
    "OCOP là chương trình mỗi xã một sản phẩm. Sản phẩm được chấm theo thang 100 điểm và xếp từ "
    "một đến năm sao.": "OCOP is the programme “one commune, one product”. A product is given up "
    "to 100 points and ranked from one to five stars.",
    "Năm sao: từ 90 điểm, do bộ công nhận.": "Five stars: 90 points and more, recognised by the "
    "ministry.",
    "Bốn sao: từ 70 đến dưới 90 điểm, do cấp tỉnh công nhận.": "Four stars: 70 to below 90 "
    "points, recognised by the province.",
    "Ba sao: từ 50 đến dưới 70 điểm; nay do cấp tỉnh công nhận, trước ngày 01/07/2025 có giai "
    "đoạn do cấp huyện.": "Three stars: 50 to below 70 points, recognised by the province now; "
    "before 01/07/2025 for a time by the district.",
    "Dưới ba sao không có quyết định và không có giấy chứng nhận, nên không có trong sổ. Sản "
    "phẩm được đề nghị năm sao mà chưa có quyết định của bộ thì chưa phải năm sao.": "Below three "
    "stars there is neither a decision nor a certificate, so there is no entry. A product that "
    "has been proposed for five stars has none of them before the ministry has decided.",
    "Cổng làng: nghề truyền thống và làng nghề": "Village gate: traditional crafts and craft "
    "villages",
    "Cổng làng là danh hiệu theo Nghị định 52/2018/NĐ-CP: nghề truyền thống, làng nghề, làng "
    "nghề truyền thống. Đây là danh hiệu của nơi chốn. Danh hiệu của làng không thay cho chứng "
    "nhận của từng sản phẩm, và ngược lại.": "The village gate is a title of Decree "
    "52/2018/NĐ-CP: traditional craft, craft village, traditional craft village. It is a title of "
    "a place. The title of a village does not replace the certificate of a product, nor the other "
    "way round.",
    "Lục giác có núi: chỉ dẫn địa lý": "Hexagon with a mountain: geographical indications",
    "Chỉ dẫn địa lý bảo hộ tên gọi của sản phẩm gắn với một vùng, theo Luật Sở hữu trí tuệ. Chỉ "
    "dẫn địa lý không thuộc về một cơ sở: ai dùng phải được quyền sử dụng.": "A geographical "
    "indication protects the name of a product that is bound to a region, under the Law on "
    "Intellectual Property. It belongs to no single maker: who uses it needs the right to do so.",
    "Dấu không nói hết mọi điều. Câu đầu tiên trên trang sản phẩm nói rõ tình trạng, mức, cơ quan "
    "công nhận và ngày tháng.": "A mark does not say everything. The first sentence on the page "
    "of a product tells its state, grade, issuer and dates.",
    # States
    "Tình trạng và hiệu lực": "States and validity",
    "tinh-trang-va-hieu-luc": "states",
    "Sổ không ghi sẵn tình trạng. Tình trạng được tính từ các quyết định, cho đúng ngày bạn "
    "hỏi.": "No state is written down in the register. It is worked out from the decisions, for "
    "the very day you ask about.",
    "Các tình trạng": "The states",
    "<b>Đang có hiệu lực</b>: hôm nay chứng nhận chắc chắn còn hiệu lực. Còn từ 90 ngày trở xuống "
    "thì sổ ghi số ngày còn lại.": "<b>In force</b>: the certificate is surely valid today. When "
    "90 days or fewer are left, the register says how many.",
    "<b>Chưa có hiệu lực</b>: quyết định đã ký, ngày hiệu lực ở phía trước.": "<b>Not yet in "
    "force</b>: the decision is signed, its first day is still to come.",
    "<b>Chưa rõ ngày cấp, chưa rõ hiệu lực</b>: nguồn không ghi ngày, hoặc chỉ ghi tháng hay năm, "
    "nên sổ không trả lời được là còn hay hết.": "<b>Day of issue not known, validity not "
    "known</b>: the source gives no day, or only a month or a year, so the register cannot answer "
    "whether it still holds.",
    "<b>Đã hết hạn</b>: qua ngày cuối cùng mà không có chứng nhận mới.": "<b>Expired</b>: the "
    "last day has passed and there is no new certificate.",
    "<b>Tạm đình chỉ</b>: cơ quan cấp tạm ngừng, có thể khôi phục.": "<b>Suspended</b>: the "
    "issuer has stopped it for a time and may reinstate it.",
    "<b>Đã bị thu hồi</b>: cơ quan cấp chấm dứt, ghi rõ ngày và lý do nếu biết.": "<b>Withdrawn"
    "</b>: the issuer has ended it; the day and the ground are given where they are known.",
    "<b>Đã trả lại</b>: cơ sở tự trả.": "<b>Given back</b>: by the maker’s own will.",
    "<b>Đã được thay</b>: có chứng nhận mới thay chứng nhận này, ví dụ khi nâng sao.": "<b>"
    "Replaced</b>: a new certificate stands in its place, for example after a rise in stars.",
    "<b>Đã bị hủy</b>: cấp sai, coi như chưa cấp.": "<b>Annulled</b>: issued wrongly, as if it "
    "had never been issued.",
    "Đến hết ngày nào": "Which day is the last",
    "Chứng nhận OCOP có hiệu lực 36 tháng kể từ ngày cấp. Cấp ngày 05/08/2026 thì còn hiệu lực "
    "đến hết ngày 04/08/2029, và hết hiệu lực từ ngày 05/08/2029.": "An OCOP certificate is valid "
    "for 36 months from the day of its issue. Issued on 05/08/2026, it is valid to the end of "
    "04/08/2029 and no longer from 05/08/2029.",
    "Sổ chưa tìm thấy văn bản nào quy định thời hạn của giấy chứng nhận CNNTTB và danh hiệu làng "
    "nghề, nên ghi là “không ghi ngày hết hạn”, trừ khi quyết định có ghi.": "The register has "
    "found no legal text that limits a CNNTTB certificate or a title of a craft village. It says "
    "“no end date given”, unless the decision names one.",
    "Điều chưa biết thì nói là chưa rõ": "What is not known is said to be so",
    "Nhiều tin công bố chỉ có tên sản phẩm và mức. Sổ không lấy ngày đăng tin làm ngày cấp, và "
    "không tự cộng ba năm. Những dòng như vậy vẫn có trong danh mục, với chữ “chưa rõ”.": "Many "
    "announcements give a name and a grade only. The register does not take the day of the news "
    "for the day of issue, and adds no three years to it. Such entries stand in the catalogue with "
    "the words “not known”.",
    "Khi nguồn chỉ ghi tháng hay năm cấp, sổ nói phần chắc chắn. “Có hiệu lực ít nhất đến hết "
    "ngày” là đến hết ngày ấy chắc chắn còn, sau đó thì chưa rõ. “Hết hiệu lực chậm nhất từ ngày” "
    "là từ ngày ấy chắc chắn đã hết, và có thể đã hết sớm hơn.": "Where the source gives the month "
    "or the year of issue only, the register says what is certain. “Valid at least to the end of” "
    "means surely valid to that day, and not known after it. “No longer valid since … at the "
    "latest” means that it has surely ended by that day, and may have ended before.",
    "Dòng đã kết thúc vẫn được giữ": "What has ended is kept",
    "Chứng nhận hết hạn hoặc bị thu hồi không bị xóa khỏi sổ. Trang kiểm tra trả lời được cho cả "
    "một ngày trong quá khứ, chẳng hạn ngày bạn mua hàng.": "A certificate that has expired or "
    "been withdrawn is not deleted from the register. Verification answers for a day in the past "
    "too, such as the day on which you bought something.",
    # About
    "Về sổ": "About the register",
    "ve-so": "about",
    "Sổ Vàng ghi các sản phẩm nông thôn đã được cơ quan nhà nước công nhận, ở một nơi, cho mọi "
    "người tra.": "Sổ Vàng keeps the rural products that state bodies have recognised, in one "
    "place, for everyone to look up.",
    "Sổ ghi gì": "What the register holds",
    "Mỗi dòng là một lần công nhận: sản phẩm nào, của cơ sở nào, ở đâu, mức nào, do ai công nhận, "
    "ngày nào, theo quyết định nào. Sổ ghi bốn chương trình: sản phẩm công nghiệp nông thôn tiêu "
    "biểu, OCOP, nghề truyền thống và làng nghề, chỉ dẫn địa lý.": "Each entry is one recognition: "
    "which product of which maker, where, at which grade, by whom, on which day, under which "
    "decision. There are four programmes: typical rural industrial products, OCOP, traditional "
    "crafts and craft villages, geographical indications.",
    "VietGAP, hữu cơ, ISO và giấy an toàn thực phẩm không thuộc phạm vi của sổ.": "VietGAP, "
    "organic, ISO and food safety certificates are outside the register.",
    "Nguồn của từng dòng": "The source of each entry",
    "Sổ chỉ đăng dòng có quyết định đã ký, hoặc có tin của cơ quan nhà nước hay báo xác nhận việc "
    "công nhận. Dòng theo tin thì ghi rõ là chưa đối chiếu quyết định. Lời tự giới thiệu của cơ "
    "sở không bao giờ là bằng chứng.": "An entry is published only with a signed decision, or with "
    "news of a state body or the press that confirms the recognition. An entry by news says that "
    "it has not been compared with the decision. What makers say of themselves is never evidence.",
    "Tên nơi cũ và mới": "Old and new names of places",
    "Từ ngày 01/07/2025 cả nước có 34 tỉnh, thành phố và không còn cấp huyện. Sổ giữ nơi ghi trên "
    "giấy khi cấp và chỉ ra nơi đó nay thuộc đâu. Tìm bằng tên cũ hay tên mới đều được.": "Since "
    "01/07/2025 the country has 34 provinces and cities and no districts. The register keeps the "
    "place as printed on the paper and shows what it belongs to now. Old and new names both find "
    "it.",
    "Dữ liệu cá nhân": "Personal data",
    "Tên hộ sản xuất được ghi như trên quyết định; trong bản minh họa, tên riêng của chủ hộ đã "
    "được lược bỏ. Sổ không đăng số điện thoại, địa chỉ nhà, điểm chấm.": "The name of a "
    "household is given as in the decision; in this illustration the owners’ own names have been "
    "left out. The register publishes no telephone numbers, home addresses or points.",
    "Không thấy tên trong sổ chưa đủ để nói hàng là giả: quyết định có thể chưa được nhập.": "That "
    "a name is not in the register is not enough to call something a fake: the decision may not "
    "have been entered yet.",
    # Lists of stories and collections
    "Tin và chuyện": "News and stories",
    "chuyen": "stories",
    "Tin về việc công nhận, chuyện về sản phẩm và làng nghề.": "News of recognitions, stories of "
    "products and craft villages.",
    "Tuyển chọn": "Collections",
    "tuyen-chon": "collections",
    "Những mục trong sổ được chọn theo một chủ đề. Có mặt ở đây không nói gì về giấy chứng nhận; "
    "tình trạng ghi trên từng thẻ.": "Entries of the register chosen by a theme. Being here says "
    "nothing about a certificate; the state stands on each card.",
}
